import Settings

/// The settings of network and loss in the core's own types.
struct TrainingRecipe {
    let shape: NetworkShape
    let activation: Activation
    let initialization: NetworkInitialization
    let weights: LossWeights
    let initialCondition: InitialCondition
    let collocation: Collocation

    /// - Parameter outputs: States of the problem.
    init(_ settings: TrialSettings, outputs: Int) {
        shape = NetworkShape(
            layers: settings.layers, neurons: settings.neurons, outputs: outputs)
        activation = TrainingRecipe.named(settings.activation)
        initialization =
            switch settings.initialization {
            case "glorot-normal": .glorotNormal
            case "glorot-uniform": .glorotUniform
            default: preconditionFailure("no initialization \(settings.initialization)")
            }
        weights = LossWeights(
            data: settings.dataWeight, initial: settings.initialWeight,
            residual: settings.residualWeight)
        initialCondition = TrainingRecipe.named(settings.initialCondition)
        collocation = TrainingRecipe.named(settings.collocation)
    }

    private static func named<Choice: RawRepresentable<String>>(_ word: String) -> Choice {
        guard let choice = Choice(rawValue: word) else {
            preconditionFailure("the settings allow a word that the core does not know: \(word)")
        }
        return choice
    }
}
