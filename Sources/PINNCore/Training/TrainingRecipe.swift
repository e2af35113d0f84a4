import Settings

/// The settings of network and loss in the core's own types.
struct TrainingRecipe {
    let shape: NetworkShape
    let features: InputFeatures
    let activation: Activation
    let initialization: NetworkInitialization
    let weighting: WeightingPlan
    let initialCondition: InitialCondition
    let collocation: Collocation

    /// - Parameter outputs: States of the problem.
    init(_ settings: TrialSettings, outputs: Int) {
        features =
            switch settings.features {
            case "none": .none
            case "fourier":
                .fourier(count: settings.featureCount, scale: settings.featureScale)
            case "exponential": .exponential(rates: settings.featureRates)
            default: preconditionFailure("the settings allow no features \(settings.features)")
            }
        shape = NetworkShape(
            layers: settings.layers, neurons: settings.neurons, outputs: outputs,
            inputs: 1 + features.count)
        activation = TrainingRecipe.named(settings.activation)
        initialization =
            switch settings.initialization {
            case "glorot-normal": .glorotNormal
            case "glorot-uniform": .glorotUniform
            default: preconditionFailure("no initialization \(settings.initialization)")
            }
        weighting = WeightingPlan(settings)
        initialCondition = TrainingRecipe.named(settings.initialCondition)
        collocation = TrainingRecipe.named(settings.collocation)
    }

    /// The loss of such a network on a problem, with the weights that a training begins with.
    func lossFunction(
        of problem: InverseProblem, collocationTimes: [Double], precision: Precision = .f64
    ) -> LossFunction {
        LossFunction(
            problem: problem, shape: shape, activation: activation, weights: weighting.weights,
            initialCondition: initialCondition, collocationTimes: collocationTimes,
            features: features, precision: precision)
    }

    private static func named<Choice: RawRepresentable<String>>(_ word: String) -> Choice {
        guard let choice = Choice(rawValue: word) else {
            preconditionFailure("the settings allow a word that the core does not know: \(word)")
        }
        return choice
    }
}

extension WeightingPlan {
    init(_ settings: TrialSettings) {
        self.init(
            weights: LossWeights(
                data: settings.dataWeight, initial: settings.initialWeight,
                residual: settings.residualWeight),
            scheme: WeightingScheme(settings), causality: settings.causality,
            warmupSteps: settings.dataWarmupSteps)
    }
}

extension WeightingScheme {
    init(_ settings: TrialSettings) {
        let interval = settings.weightingInterval
        let memory = settings.weightingMemory
        self =
            switch settings.weighting {
            case "fixed": .fixed
            case "gradient-norm": .gradientNorm(interval: interval, memory: memory)
            case "relobralo":
                .relativeLosses(
                    interval: interval, memory: memory,
                    temperature: settings.weightingTemperature,
                    lookBack: settings.weightingLookBack)
            case "self-adaptive": .selfAdaptive(rate: settings.weightingRate)
            default: preconditionFailure("the settings allow no weighting \(settings.weighting)")
            }
    }
}
