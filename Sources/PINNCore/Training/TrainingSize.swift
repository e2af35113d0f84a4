public import Settings

/// How large a training's matrices are, known before anything is trained.
public struct TrainingSize: Hashable, Sendable {
    /// The network's parameters and the unknowns.
    public let parameters: Int
    /// The rows of the loss as a sum of squares.
    public let rows: Int
    private let phases: [String]

    /// The most rows or columns of a dense symmetric matrix: 128 MiB.
    public static let denseLimit = 4096
    /// The most numbers of a Jacobian: 512 MiB.
    public static let jacobianLimit = 1 << 26

    /// - Parameters:
    ///   - states: States of the problem.
    ///   - unknowns: Unknowns of the problem.
    ///   - observables: Observables of the problem.
    ///   - times: Times of the data.
    public init(
        _ settings: TrialSettings, states: Int, unknowns: Int, observables: Int, times: Int
    ) {
        let recipe = TrainingRecipe(settings, outputs: states)
        parameters = recipe.shape.parameterCount + unknowns
        rows = (settings.collocationPoints + 1) * states + (times + 1) * observables
        phases = settings.steps > 0 ? settings.phases : []
    }

    /// Optimizers that keep a dense inverse Hessian.
    private static let denseOptimizers: Set = ["ssbfgs", "ssbroyden"]

    /// Whether an optimizer, in the words of a sweep, keeps a matrix that may be too large.
    public static func keepsMatrix(optimizer: String) -> Bool {
        optimizer.split(separator: "+").contains { $0 == "lm" || denseOptimizers.contains("\($0)") }
    }

    /// What is too large for an optimizer that was asked for; nil where nothing is.
    public var fault: TrainingSizeFault? {
        for phase in phases {
            switch phase {
            case _ where TrainingSize.denseOptimizers.contains(phase):
                guard parameters > TrainingSize.denseLimit else { continue }
                return .dense(optimizer: phase, parameters: parameters)
            case "lm":
                guard
                    min(rows, parameters) > TrainingSize.denseLimit
                        || rows.multipliedReportingOverflow(by: parameters).overflow
                        || rows * parameters > TrainingSize.jacobianLimit
                else { continue }
                return .jacobian(rows: rows, parameters: parameters)
            default: continue
            }
        }
        return nil
    }
}

/// Why an optimizer cannot be used for a training.
public enum TrainingSizeFault: Error, Hashable, Sendable {
    /// Its inverse Hessian would have too many rows.
    case dense(optimizer: String, parameters: Int)
    /// Levenberg–Marquardt's Jacobian, or the smaller side of it, would be too large.
    case jacobian(rows: Int, parameters: Int)

    /// What is wrong, in one line without a full stop.
    public var message: String {
        switch self {
        case .dense(let optimizer, let parameters):
            "\(optimizer) keeps a matrix of \(parameters) x \(parameters) parameters, "
                + "\(TrainingSize.denseLimit) at most"
        case .jacobian(let rows, let parameters):
            "lm keeps \(rows) x \(parameters) derivatives, \(TrainingSize.jacobianLimit) at most, "
                + "and a matrix of the smaller side, \(TrainingSize.denseLimit) at most"
        }
    }

    /// How to mend it.
    public var hint: String {
        switch self {
        case .dense: "use lbfgs, or fewer layers or neurons"
        case .jacobian: "use lbfgs, fewer layers or neurons, or fewer collocation_points"
        }
    }
}
