/// Where a training stands after a step, as a value to be kept and put back.
///
/// A training's settings, problem and seeds are not in it: it can be put back only into a training
/// that was made from the same. The gradient, the loss's parts and the estimates follow from the
/// parameters; the schedule's and the learning curve's positions from the counts of steps; a line
/// search leaves nothing behind from one step to the next.
public struct TrainingState: Hashable, Sendable {
    /// The phase under way, counted from 0.
    public var phase: Int
    /// Steps done in this phase, at least 1.
    public var stepsOfPhase: Int
    /// Steps done, all phases together.
    public var steps: Int
    /// The weighted loss at the parameters; what shows that a state is another training's.
    public var loss: Double
    /// The network's parameters, then each unknown's training variable.
    public var parameters: [Double]
    /// What the phase's optimizer has learnt.
    public var memory: OptimizerMemory
    /// What the loss's weights have been learnt to be.
    public var weighting: WeightingState
    /// Where the collocation points are, if the training moves them; none else.
    public var collocationTimes: [Double]
    /// How long the loss has not fallen in this phase.
    public var plateau: Plateau

    public init(
        phase: Int, stepsOfPhase: Int, steps: Int, loss: Double, parameters: [Double],
        memory: OptimizerMemory, weighting: WeightingState, collocationTimes: [Double],
        plateau: Plateau
    ) {
        self.phase = phase
        self.stepsOfPhase = stepsOfPhase
        self.steps = steps
        self.loss = loss
        self.parameters = parameters
        self.memory = memory
        self.weighting = weighting
        self.collocationTimes = collocationTimes
        self.plateau = plateau
    }
}

/// Why a training cannot be put back to a state.
public enum TrainingStateFault: Error, Hashable, Sendable {
    /// Phases, counts or optimizer are not this training's.
    case doesNotFit
    /// The loss at the state's parameters is not what it was.
    case otherLoss(found: Double, expected: Double)
}

extension TrainingStateFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .doesNotFit: "its phases, parameters or optimizer are not this training's"
        case .otherLoss(let found, let expected):
            "the loss at its parameters is \(found) and was \(expected) when it was kept"
        }
    }
}
