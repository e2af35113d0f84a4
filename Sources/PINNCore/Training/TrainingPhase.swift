public import Settings

/// One optimizer's part of a training.
public struct TrainingPhase: Hashable, Sendable {
    /// What makes the steps.
    public enum Method: Hashable, Sendable {
        case adam(Schedule)
        /// With the share of the network's weights that decays for a rate of 1.
        case adamw(Schedule, decay: Double)
        case radam(Schedule)
        case momentumDescent(Schedule, momentum: Double)
        case lbfgs(history: Int)
        case selfScaled(SelfScaledBroyden.Update)
        case levenbergMarquardt

        /// Whether its steps follow the gradient alone, so that the loss's weights may change
        /// between two of them.
        var isFirstOrder: Bool {
            switch self {
            case .adam, .adamw, .radam, .momentumDescent: true
            case .lbfgs, .selfScaled, .levenbergMarquardt: false
            }
        }
    }

    public var method: Method
    /// Steps at most.
    public var budget: Int
    /// Of the network's passes.
    public var precision = Precision.f64
    /// The unknowns' rate over the network's, in first-order phases.
    public var unknownRateFactor = 1.0

    /// The optimizer that runs this phase on an objective, with memory of its own.
    func optimizer(for objective: TrainingObjective) -> any Optimizer {
        let parameterCount = objective.parameterCount
        let factors = objective.function.parameters(network: 1, unknowns: unknownRateFactor)
        return switch method {
        case .adam(let schedule):
            Adam(parameterCount: parameterCount, schedule: schedule, rateFactors: factors)
        case .adamw(let schedule, let decay):
            Adam(
                parameterCount: parameterCount, schedule: schedule, rateFactors: factors,
                decay: objective.function.parameters(weights: decay))
        case .radam(let schedule):
            RAdam(parameterCount: parameterCount, schedule: schedule, rateFactors: factors)
        case .momentumDescent(let schedule, let momentum):
            MomentumDescent(
                parameterCount: parameterCount, schedule: schedule, momentum: momentum,
                rateFactors: factors)
        case .lbfgs(let history): LBFGS(parameterCount: parameterCount, history: history)
        case .selfScaled(let update):
            SelfScaledBroyden(
                parameterCount: parameterCount, update: update,
                instructionSet: objective.function.instructionSet)
        case .levenbergMarquardt:
            LevenbergMarquardt(
                parameterCount: parameterCount, rowCount: objective.rowCount,
                instructionSet: objective.function.instructionSet)
        }
    }

    /// The phases that settings ask for, in order; none where `steps` is 0.
    ///
    /// `steps` is split evenly between the first-order phases, and the earlier ones take one
    /// more each where it does not come out even. Each other phase has a budget to itself:
    /// `lbfgs_steps`, `bfgs_steps` or `lm_steps`.
    /// A schedule begins anew with each phase. Second-order phases are in double precision always.
    public static func all(of settings: TrialSettings) -> [TrainingPhase] {
        guard settings.steps > 0 else { return [] }
        let names = settings.phases
        let firstOrderCount = names.count { TrialSettings.firstOrderOptimizers.contains($0) }
        var firstOrderSeen = 0
        return names.map { name in
            switch name {
            case "lbfgs":
                return TrainingPhase(
                    method: .lbfgs(history: settings.lbfgsHistory), budget: settings.lbfgsSteps)
            case "ssbfgs", "ssbroyden":
                let update: SelfScaledBroyden.Update = name == "ssbfgs" ? .bfgs : .broyden
                return TrainingPhase(method: .selfScaled(update), budget: settings.bfgsSteps)
            case "lm":
                return TrainingPhase(method: .levenbergMarquardt, budget: settings.lmSteps)
            default:
                let (share, remainder) = settings.steps.quotientAndRemainder(
                    dividingBy: firstOrderCount)
                let budget = share + (firstOrderSeen < remainder ? 1 : 0)
                firstOrderSeen += 1
                return TrainingPhase(
                    method: firstOrderMethod(name, budget: budget, settings), budget: budget,
                    precision: Precision(settings),
                    unknownRateFactor: settings.parameterLearningRate == 0
                        ? 1 : settings.parameterLearningRate / settings.learningRate)
            }
        }
    }

    private static func firstOrderMethod(
        _ name: String, budget: Int, _ settings: TrialSettings
    ) -> Method {
        let schedule = Schedule(settings, budget: budget)
        return switch name {
        case "adam": .adam(schedule)
        case "adamw": .adamw(schedule, decay: settings.weightDecay)
        case "radam": .radam(schedule)
        case "sgd": .momentumDescent(schedule, momentum: settings.momentum)
        default: preconditionFailure("the settings allow no optimizer \(name)")
        }
    }
}

extension Precision {
    /// The precision of the first-order phases.
    init(_ settings: TrialSettings) {
        guard let precision = Precision(rawValue: settings.precision) else {
            preconditionFailure("the settings allow no precision \(settings.precision)")
        }
        self = precision
    }
}

extension Schedule {
    /// The schedule of a phase of so many steps.
    init(_ settings: TrialSettings, budget: Int) {
        let shape: Shape =
            switch settings.schedule {
            case "constant": .constant
            case "exponential": .exponential(halfLife: settings.scheduleHalfLife)
            case "cosine": .cosine(budget: budget)
            case "step":
                .step(every: settings.scheduleEvery, factor: settings.scheduleFactor)
            case "plateau":
                .plateau(patience: settings.schedulePatience, factor: settings.scheduleFactor)
            default: preconditionFailure("the settings allow no schedule \(settings.schedule)")
            }
        self.init(
            initialRate: settings.learningRate, shape: shape, warmup: settings.warmupSteps)
    }
}

extension LossFunction {
    /// A number a parameter: one for the network's, another for the unknowns.
    fileprivate func parameters(network: Double, unknowns: Double) -> [Double] {
        Array(repeating: network, count: shape.parameterCount)
            + Array(repeating: unknowns, count: problem.unknowns.count)
    }

    /// A number a parameter: one for the network's weights, 0 for its biases and the unknowns.
    fileprivate func parameters(weights: Double) -> [Double] {
        var result = parameters(network: weights, unknowns: 0)
        for layer in shape.linearLayers {
            for output in 0..<layer.outputs { result[layer.bias(output: output)] = 0 }
        }
        return result
    }
}
