import CKernels
public import Draws
import Expressions

/// The loss of an inverse physics-informed network and its exact gradient.
///
/// Parameters are the network's (see ``NetworkShape``), then one training variable for each unknown
/// (see ``UnknownCoordinate``). The loss is
///
///     w_data · mean over trained data cells of ((ô_o(t_i) − y_io)/σ_o)²
///     + w_initial · mean over states of ((û_s(t0) − u0_s)/σ_s)²
///     + w_residual · mean over collocation points and states of ((û_s' − f_s)/(ρ_s σ_s))²
///
/// with û as ``InitialCondition`` says. With an error model a data cell counts with its own
/// deviation instead of σ_o (see ``Observations``), and one of which only a limit is known with
/// −2 log Φ((limit − ô)/deviation) instead of the square. The gradient is exact through the rates, the observables,
/// the initial values and the jumps. An evaluation allocates nothing, and its digits are a function
/// of its arguments, the precision and the instruction set's kind alone. Not to be used from two threads at once.
public final class LossFunction {
    /// The problem that is solved.
    public let problem: InverseProblem
    /// The network's shape.
    public let shape: NetworkShape
    /// The network's activation.
    public let activation: Activation
    /// The weights of the loss's parts that are in force.
    public internal(set) var weights: LossWeights
    /// How the network is tied to the initial values.
    public let initialCondition: InitialCondition
    /// The times at which the residual counts, in the problem's unit.
    public private(set) var collocationTimes: [Double]
    /// The instructions that the loops use.
    public let instructionSet: InstructionSet
    /// The precision of the network's passes, at first that of the making; f64 can always be set.
    public var precision: Precision {
        get { pass.precision }
        set {
            precondition(newValue == .f64 || isMadeForSingle, "made for double precision alone")
            pass.precision = newValue
        }
    }

    let input: NetworkInput
    let pass: NetworkPass
    let start: InitialValues
    private(set) var residual: ResidualTerm
    let data: DataTerm
    private let heldOut: DataTerm
    private let isMadeForSingle: Bool
    /// Points in a register of the least precision.
    private let lanes: Int
    /// Points in a block with tangents, at most.
    private let blockLimit: Int
    /// The unknowns, and after them their adjoints.
    let unknowns: AlignedDoubles
    private(set) lazy var rowRoom = LossRowRoom(unknownCount: problem.unknowns.count)

    /// Prepares evaluations.
    ///
    /// - Parameters:
    ///   - problem: The problem; its states are the network's outputs.
    ///   - shape: The network; it must have an output for every state.
    ///   - activation: The hidden layers' activation.
    ///   - weights: The weights of the parts.
    ///   - initialCondition: Soft (a part of the loss) or hard (built in).
    ///   - collocationTimes: The times at which the residual counts, in the problem's unit.
    ///   - features: What the network sees beside the time; it must have an input for each.
    ///   - precision: The precision of the network's passes.
    ///   - instructionSet: What the loops use; it must be available.
    public init(
        problem: InverseProblem, shape: NetworkShape, activation: Activation,
        weights: LossWeights, initialCondition: InitialCondition, collocationTimes: [Double],
        features: InputFeatures = .none, precision: Precision = .f64,
        instructionSet: InstructionSet = .current
    ) {
        precondition(
            shape.outputs == problem.system.stateCount, "the network has an output a state")
        let input = NetworkInput(window: problem.window, features: features)
        precondition(shape.inputs == input.count, "the network has an input a feature")
        self.input = input
        self.problem = problem
        self.shape = shape
        self.activation = activation
        self.weights = weights
        self.initialCondition = initialCondition
        self.collocationTimes = collocationTimes
        self.instructionSet = instructionSet
        let kernels = instructionSet.kernels
        isMadeForSingle = precision == .f32
        let network = isMadeForSingle ? kernels.f32.pointee : kernels.f64.pointee
        let lanes = Int(network.lanes)
        self.lanes = lanes
        blockLimit = PointBlock.tangentLimit(neurons: shape.neurons, isSingle: isMadeForSingle)
        pass = NetworkPass(
            shape: shape, activation: activation, precision: precision,
            instructionSet: instructionSet)
        start = InitialValues(problem)
        residual = ResidualTerm(
            problem: problem, input: input, condition: initialCondition, start: start,
            collocationTimes: collocationTimes, kernels: kernels, lanes: lanes,
            blockLimit: blockLimit)
        data = DataTerm(
            problem: problem, input: input, condition: initialCondition, start: start,
            rows: problem.observations.rows(heldOut: false),
            hasStart: initialCondition == .soft, kernels: kernels, lanes: lanes)
        heldOut = DataTerm(
            problem: problem, input: input, condition: initialCondition, start: start,
            rows: problem.observations.rows(heldOut: true), hasStart: false, kernels: kernels,
            lanes: lanes)
        unknowns = AlignedDoubles(count: 2 * problem.unknowns.count)
    }

    /// The network's parameters and one for each unknown.
    public var parameterCount: Int { shape.parameterCount + problem.unknowns.count }

    /// The loss; writes the gradient of its total.
    ///
    /// - Parameters:
    ///   - parameters: ``parameterCount`` numbers.
    ///   - gradient: Room for as many.
    public func evaluate(
        _ parameters: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> LossValue {
        evaluate(parameters, gradient: gradient, weights: weights)
    }

    /// The loss with other weights of its parts; writes the gradient of its total.
    func evaluate(
        _ parameters: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>,
        weights: LossWeights
    ) -> LossValue {
        gradient.update(repeating: 0, count: parameterCount)
        let count = problem.unknowns.count
        let adjoints = LossAdjoints(network: gradient, unknowns: unknowns.base + count)
        adjoints.unknowns.update(repeating: 0, count: count)
        let value = value(parameters, weights: weights, adjoints: adjoints)
        for (index, unknown) in problem.unknowns.enumerated() {
            gradient[shape.parameterCount + index] =
                adjoints.unknowns[index] * unknown.slope(natural: unknowns.base[index])
        }
        return value
    }

    /// The loss alone; the same digits as with the gradient.
    public func value(_ parameters: UnsafePointer<Double>) -> LossValue {
        value(parameters, weights: weights, adjoints: nil)
    }

    /// The unknowns in their own units.
    public func estimates(_ parameters: UnsafePointer<Double>) -> [Double] {
        problem.unknowns.enumerated().map { index, unknown in
            unknown.natural(parameters[shape.parameterCount + index])
        }
    }

    /// The data part over the held-out cells; nil where there are none.
    public func heldOutLoss(_ parameters: UnsafePointer<Double>) -> Double? {
        guard heldOut.cellCount > 0 else { return nil }
        setParameters(parameters)
        return heldOut.evaluate(
            pass, unknowns: unknowns.base, weights: weights, adjoints: nil
        ).data.mean
    }

    /// The predicted states at some times: for each time the S values û.
    public func states(
        at times: [Double], _ parameters: UnsafePointer<Double>
    ) -> [[Double]] {
        setParameters(parameters)
        return PredictedStates(
            problem: problem, input: input, condition: initialCondition, start: start, times: times,
            kernels: instructionSet.kernels, lanes: lanes
        ).rows(pass, unknowns: unknowns.base)
    }

    /// Takes over the parameters for what is evaluated next.
    func setParameters(_ parameters: UnsafePointer<Double>) {
        pass.load(parameters)
        for (index, unknown) in problem.unknowns.enumerated() {
            unknowns.base[index] = unknown.natural(parameters[shape.parameterCount + index])
        }
        start.setUnknowns(unknowns.base)
    }

    private func value(
        _ parameters: UnsafePointer<Double>, weights: LossWeights, adjoints: LossAdjoints?
    ) -> LossValue {
        setParameters(parameters)
        let residual = residual.evaluate(
            pass, unknowns: unknowns.base, weight: weights.residual, adjoints: adjoints)
        let atData = data.evaluate(
            pass, unknowns: unknowns.base, weights: weights, adjoints: adjoints)
        pass.addGradient(to: adjoints?.network)
        let weighted = LossParts(
            data: atData.data.weightedMean, initial: atData.initial.weightedMean,
            residual: residual.weightedMean)
        return LossValue(
            parts: LossParts(
                data: atData.data.mean, initial: atData.initial.mean, residual: residual.mean),
            total: weighted.total(weights))
    }
}

// MARK: - Collocation points

extension LossFunction {
    /// Puts the collocation points elsewhere, where they all count alike; allocates.
    func place(_ times: [Double]) {
        collocationTimes = times
        residual = residualTerm(at: times)
    }

    /// At each of some times the root of the mean over the states of the squares of the residual.
    func residuals(at times: [Double], _ parameters: UnsafePointer<Double>) -> [Double] {
        setParameters(parameters)
        let term = residualTerm(at: times)
        let points = term.weighPoints()
        _ = term.evaluate(pass, unknowns: unknowns.base, weight: 0, adjoints: nil)
        let squares = points.listedSquares
        let states = problem.system.stateCount
        return times.indices.map { point in
            let own = squares[point * states..<(point + 1) * states]
            return (own.reduce(0, +) / Double(states)).squareRoot()
        }
    }

    private func residualTerm(at times: [Double]) -> ResidualTerm {
        ResidualTerm(
            problem: problem, input: input, condition: initialCondition, start: start,
            collocationTimes: times, kernels: instructionSet.kernels, lanes: lanes,
            blockLimit: blockLimit)
    }
}

extension LossFunction {
    /// Gives every point of every part a weight of its own, 1 at first.
    func weighPoints() -> (cells: PointWeights, start: PointWeights, residual: PointWeights) {
        let (cells, start) = data.weighPoints()
        return (cells, start, residual.weighPoints())
    }

    /// Gives every collocation point and state a weight of its own, 1 at first.
    func weighCollocationPoints() -> PointWeights { residual.weighPoints() }

    /// Whether a part is there at all: the data part where a cell is trained on, the initial part
    /// under a soft initial condition.
    var presence: (data: Bool, initial: Bool) {
        (data.cellCount > 0, initialCondition == .soft)
    }
}

extension LossFunction {
    /// Parameters to start from: drawn weights, and every unknown at its guess.
    public func startParameters(
        _ initialization: NetworkInitialization, stream: inout DrawStream
    ) -> [Double] {
        initialization.parameters(of: shape, stream: &stream) + problem.unknowns.map(\.start)
    }
}
