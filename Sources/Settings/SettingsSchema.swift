/// The one schema of a trial's settings, which files, plans, ids and the core all read.
public enum SettingsSchema {
    /// All settings, in the order in which they are documented.
    public static let all: [SettingDefinition] = numbered([
        SettingDefinition(
            "layers", .integer(1...64), .integer(3), "Hidden layers of the network."),
        SettingDefinition(
            "neurons", .integer(1...4096), .integer(32), "Neurons of each hidden layer."),
        SettingDefinition(
            "activation", .choice(["tanh", "sin", "swish", "gelu", "softplus", "sigmoid"]),
            .text("tanh"), "Activation of the hidden layers."),
        SettingDefinition(
            "initialization", .choice(["glorot-normal", "glorot-uniform"]),
            .text("glorot-normal"), "Distribution of the weights before training."),
        SettingDefinition(
            "features", .choice(["none", "fourier", "exponential"]), .text("none"),
            "What the network sees beside the time: sines and cosines, or exponentials, of it."),
        SettingDefinition(
            "feature_count", .integer(1...32), .integer(2),
            "Harmonics of fourier features, a sine and a cosine each.",
            hasEffect: { $0.features == "fourier" }),
        SettingDefinition(
            "feature_scale", .real(lowest: 0, isLowestAllowed: false), .real(1),
            "Cycles of the first fourier feature over the time window.",
            hasEffect: { $0.features == "fourier" }),
        SettingDefinition(
            "feature_rates", .numbers(32), .text("0.1 1.0 10.0"),
            "Rates of exponential features exp(-rate * t), per unit of the problem's time.",
            hasEffect: { $0.features == "exponential" }),
        SettingDefinition(
            "optimizer",
            .sequence(["adam", "adamw", "radam", "sgd", "lbfgs", "ssbfgs", "ssbroyden", "lm"]),
            .text("adam"),
            "Phases of the training, joined by +: adam+lbfgs.",
            hasEffect: { $0.steps > 0 }),
        SettingDefinition(
            "learning_rate", .real(lowest: 0, isLowestAllowed: false), .real(1e-3),
            "Step size of the first-order phases.",
            hasEffect: \.hasFirstOrderSteps),
        SettingDefinition(
            "parameter_learning_rate", .real(lowest: 0, isLowestAllowed: true), .real(0),
            "Step size of the unknowns in first-order phases; 0 for that of the network.",
            hasEffect: \.hasFirstOrderSteps),
        SettingDefinition(
            "schedule", .choice(["constant", "exponential", "cosine", "step", "plateau"]),
            .text("constant"),
            "How the learning rate changes over the first-order steps.",
            hasEffect: \.hasFirstOrderSteps),
        SettingDefinition(
            "schedule_half_life", .real(lowest: 0, isLowestAllowed: false), .real(2500),
            "Steps in which an exponential schedule halves the learning rate.",
            hasEffect: { $0.hasFirstOrderSteps && $0.schedule == "exponential" }),
        SettingDefinition(
            "schedule_every", .integer(1...1_000_000_000), .integer(1000),
            "Steps after each of which a step schedule changes the learning rate.",
            hasEffect: { $0.hasFirstOrderSteps && $0.schedule == "step" }),
        SettingDefinition(
            "schedule_patience", .integer(0...1_000_000_000), .integer(500),
            "Steps that a plateau schedule waits for a lower loss.",
            hasEffect: { $0.hasFirstOrderSteps && $0.schedule == "plateau" }),
        SettingDefinition(
            "schedule_factor", .real(lowest: 0, isLowestAllowed: false), .real(0.5),
            "What a step or plateau schedule multiplies the learning rate by.",
            hasEffect: { $0.hasFirstOrderSteps && ["step", "plateau"].contains($0.schedule) }),
        SettingDefinition(
            "warmup_steps", .integer(0...1_000_000_000), .integer(0),
            "First steps of each first-order phase, in which the learning rate grows to its value.",
            hasEffect: \.hasFirstOrderSteps),
        SettingDefinition(
            "momentum", .real(lowest: 0, isLowestAllowed: true), .real(0.9),
            "Momentum of sgd.",
            hasEffect: { $0.hasFirstOrderSteps && $0.phases.contains("sgd") }),
        SettingDefinition(
            "weight_decay", .real(lowest: 0, isLowestAllowed: true), .real(0.01),
            "Decoupled decay of the network's weights in adamw phases.",
            hasEffect: { $0.hasFirstOrderSteps && $0.phases.contains("adamw") }),
        SettingDefinition(
            "steps", .integer(0...1_000_000_000), .integer(10_000),
            "Budget of the first-order phases together; 0 trains nothing at all.",
            hasEffect: { $0.steps == 0 || $0.hasFirstOrderSteps }),
        SettingDefinition(
            "lbfgs_steps", .integer(0...1_000_000_000), .integer(2000),
            "Budget of each L-BFGS phase, in iterations.",
            hasEffect: \.hasLBFGSSteps),
        SettingDefinition(
            "lbfgs_history", .integer(1...1000), .integer(50),
            "Pairs of differences that L-BFGS keeps.",
            hasEffect: \.hasLBFGSSteps),
        SettingDefinition(
            "bfgs_steps", .integer(0...1_000_000_000), .integer(2000),
            "Budget of each ssbfgs or ssbroyden phase, in iterations.",
            hasEffect: {
                $0.steps > 0 && $0.phases.contains { ["ssbfgs", "ssbroyden"].contains($0) }
            }),
        SettingDefinition(
            "lm_steps", .integer(0...1_000_000_000), .integer(200),
            "Budget of each Levenberg-Marquardt phase, in iterations.",
            hasEffect: { $0.steps > 0 && $0.phases.contains("lm") }),
        SettingDefinition(
            "target_loss", .real(lowest: 0, isLowestAllowed: true), .real(0),
            "Weighted loss at which the training ends, and succeeds; 0 for none.",
            hasEffect: { $0.steps > 0 }),
        SettingDefinition(
            "plateau_steps", .integer(0...1_000_000_000), .integer(0),
            "Steps of a phase without a lower loss after which the trial ends as stalled; 0 for none.",
            hasEffect: { $0.steps > 0 }),
        SettingDefinition(
            "plateau_tolerance", .real(lowest: 0, isLowestAllowed: true), .real(1e-3),
            "Share of the lowest loss that plateau_steps counts as lower.",
            hasEffect: { $0.steps > 0 && $0.plateauSteps > 0 }),
        SettingDefinition(
            "guess", .choice(["fixed", "drawn"]), .text("fixed"),
            "The problem's guesses of the unknowns, or guesses drawn around them a replicate."),
        SettingDefinition(
            "guess_spread", .real(lowest: 1, isLowestAllowed: true), .real(10),
            "Factor up to which a drawn guess is above or below the problem's.",
            hasEffect: { $0.guess == "drawn" }),
        SettingDefinition(
            "precision", .choice(["f64", "f32"]), .text("f64"),
            "Precision of the network in the first-order phases; all else is in double precision.",
            hasEffect: \.hasFirstOrderSteps),
        SettingDefinition(
            "collocation_points", .integer(1...1_000_000), .integer(128),
            "Collocation points of the residual."),
        SettingDefinition(
            "collocation", .choice(["uniform", "random", "latin-hypercube", "clustered"]),
            .text("uniform"), "How the collocation points are placed in the time window."),
        SettingDefinition(
            "resampling", .choice(["none", "residual"]), .text("none"),
            "Whether collocation points move to where the residual is large.",
            hasEffect: \.hasFirstOrderSteps),
        SettingDefinition(
            "resampling_interval", .integer(1...1_000_000_000), .integer(1000),
            "First-order steps from one drawing of collocation points to the next.",
            hasEffect: { $0.hasFirstOrderSteps && $0.resampling == "residual" }),
        SettingDefinition(
            "initial_condition", .choice(["soft", "hard"]), .text("soft"),
            "A loss term (soft), or built into the network's output (hard)."),
        SettingDefinition(
            "weights.data", .real(lowest: 0, isLowestAllowed: true), .real(1),
            "Weight of the data loss."),
        SettingDefinition(
            "weights.initial", .real(lowest: 0, isLowestAllowed: true), .real(1),
            "Weight of the initial-condition loss.",
            hasEffect: { $0.initialCondition == "soft" }),
        SettingDefinition(
            "weights.residual", .real(lowest: 0, isLowestAllowed: true), .real(1),
            "Weight of the ODE-residual loss."),
        SettingDefinition(
            "weighting", .choice(["fixed", "gradient-norm", "relobralo", "self-adaptive"]),
            .text("fixed"),
            "How the weights change between first-order steps, each a factor to the part's own.",
            hasEffect: \.hasFirstOrderSteps),
        SettingDefinition(
            "weighting_interval", .integer(1...1_000_000_000), .integer(10),
            "Steps between two changes of the weights, for gradient-norm and relobralo.",
            hasEffect: \.hasPartWeighting),
        SettingDefinition(
            "weighting_memory", .real(lowest: 0, isLowestAllowed: true, highest: 1), .real(0.9),
            "Share of the old weight in a changed one, for gradient-norm and relobralo.",
            hasEffect: \.hasPartWeighting),
        SettingDefinition(
            "weighting_temperature", .real(lowest: 0, isLowestAllowed: false), .real(1),
            "Temperature of relobralo's softmax: the lower, the sharper.",
            hasEffect: { $0.hasFirstOrderSteps && $0.weighting == "relobralo" }),
        SettingDefinition(
            "weighting_look_back", .real(lowest: 0, isLowestAllowed: true, highest: 1),
            .real(0.99),
            "Chance that relobralo keeps the last weights, not those against the first losses.",
            hasEffect: { $0.hasFirstOrderSteps && $0.weighting == "relobralo" }),
        SettingDefinition(
            "weighting_rate", .real(lowest: 0, isLowestAllowed: false), .real(1e-3),
            "Rate at which self-adaptive raises the weights of single points.",
            hasEffect: { $0.hasFirstOrderSteps && $0.weighting == "self-adaptive" }),
        SettingDefinition(
            "causality", .real(lowest: 0, isLowestAllowed: true), .real(0),
            "Tolerance of causal weights exp(-causality * residuals before); 0 for none.",
            hasEffect: \.hasFirstOrderSteps),
        SettingDefinition(
            "data_warmup_steps", .integer(0...1_000_000_000), .integer(0),
            "First-order steps with the data and initial losses alone, before all terms.",
            hasEffect: \.hasFirstOrderSteps),
    ])

    /// The definitions with their places.
    private static func numbered(_ definitions: [SettingDefinition]) -> [SettingDefinition] {
        definitions.enumerated().map { place, definition in
            var numbered = definition
            numbered.place = place
            return numbered
        }
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: zip(all.map(\.name), all.indices))

    /// Where a setting stands in ``all``, or nil where no setting has this name.
    static func place(of name: String) -> Int? { places[name] }

    /// The definition of a setting, or nil where no setting has this name.
    public static func definition(of name: String) -> SettingDefinition? {
        place(of: name).map { all[$0] }
    }
}
