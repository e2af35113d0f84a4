import Expressions
public import Settings

/// A network as a training left it: what it predicts at any time of the problem's window.
public struct TrainedNetwork {
    /// The network's parameters (see ``NetworkShape``), then each unknown's training variable (see
    /// ``UnknownCoordinate``).
    public let parameters: [Double]
    private let function: LossFunction

    /// Nil where there are not as many parameters as the settings' network and the problem's
    /// unknowns have.
    public init?(problem: InverseProblem, settings: TrialSettings, parameters: [Double]) {
        let recipe = TrainingRecipe(settings, outputs: problem.system.stateCount)
        let function = recipe.lossFunction(of: problem, collocationTimes: [])
        guard parameters.count == function.parameterCount else { return nil }
        self.function = function
        self.parameters = parameters
    }

    /// The unknowns in their own units.
    public var estimates: [Double] { function.estimates(parameters) }

    /// The states at some times, in the problem's units: for each time a value a state.
    public func states(at times: [Double]) -> [[Double]] {
        function.states(at: times, parameters)
    }
}
