import Settings
import SweepModel
import TrialProtocol
import TrialTraining

/// A configuration with a published or computed result, and the error that it must stay below.
struct PublishedRecipe: CustomStringConvertible {
    let name: String
    let problem: String
    let settings: [String: SettingValue]
    /// The largest error allowed for each unknown, by name; `worst` for all others.
    var bounds: [String: Double] = [:]
    var worst = Double.infinity
    /// The largest median over seeds allowed for the worst unknown's error.
    var medianWorst = Double.infinity
    /// How far every unknown may be from least squares on the same data, in Cramér-Rao standard
    /// errors.
    var largestExcess = Double.infinity
    /// The error that a bad configuration must exceed.
    var atLeast = 0.0

    var description: String { name }

    /// What a seed ends with.
    struct Result {
        let seed: UInt64
        let end: TrialEnd
        let errors: [Double]
        /// The largest distance of an unknown from least squares on the same data, in Cramér-Rao
        /// standard errors: what the training adds to the luck of the data. Nil without noise.
        let excess: Double?
    }

    /// Trains with one seed, which draws data noise and network alike.
    func train(on problem: PublishedProblem, seed: UInt64) throws -> Result {
        let specification = TrialSpecification(
            trial: TrialID("science"), settings: try TrialSettings(settings), seed: seed,
            replicate: 0, problem: problem.prepared(seed: seed, replicate: 0))
        var last: TrialEnd?
        try SpecifiedTraining(specification).run { message in
            if case .ended(let end) = message { last = end }
        }
        guard let end = last else { preconditionFailure("a training says its end") }
        return Result(
            seed: seed, end: end, errors: problem.errors(end.estimates),
            excess: try problem.excess(of: end.estimates, seed: seed))
    }

    /// What every recipe here trains with: Adam, its rate falling, then L-BFGS.
    private static func recipe(
        _ settings: [String: SettingValue] = [:]
    ) -> [String: SettingValue] {
        let common: [String: SettingValue] = [
            "optimizer": .text("adam+lbfgs"), "steps": .integer(10_000),
            "lbfgs_steps": .integer(2000), "learning_rate": .real(1e-3),
            "schedule": .text("exponential"), "schedule_half_life": .real(2500),
        ]
        return common.merging(settings) { $1 }
    }

    /// The flagship's three statements: data allow standard errors of up to 3.4 %.
    static let flagship = [
        PublishedRecipe(
            name: "brain4, residual weight 1", problem: "brain4", settings: recipe(),
            worst: 0.12, medianWorst: 0.06),
        PublishedRecipe(
            name: "brain4, residual weight 100", problem: "brain4",
            settings: recipe(["weights.residual": .real(100)]), worst: 0.12, medianWorst: 0.06),
        PublishedRecipe(
            name: "brain4, residual weight 100, Adam alone", problem: "brain4",
            settings: recipe(["weights.residual": .real(100), "optimizer": .text("adam")]),
            atLeast: 0.5),
    ]

    /// AI-Aristotle (de Florio et al.), 100 points: the medians of ten published seeds.
    static let absorption = PublishedRecipe(
        name: "AI-Aristotle absorption", problem: "pk-absorption",
        settings: recipe([
            "layers": .integer(4), "neurons": .integer(20), "collocation_points": .integer(501),
        ]),
        bounds: ["kb": 0.00015, "kg": 0.00087])

    /// DeepXDE's inverse Lorenz system: network, points and first phase as published; L-BFGS within
    /// the 15,000 iterations that DeepXDE allows it by default.
    static let lorenz = PublishedRecipe(
        name: "DeepXDE Lorenz", problem: "lorenz",
        settings: recipe([
            "neurons": .integer(40), "collocation_points": .integer(400),
            "steps": .integer(20_000), "schedule": .text("constant"),
            "lbfgs_steps": .integer(10_000),
        ]),
        worst: 0.002)

    /// Infusions begin and end eight times, and 128 points, one in 22 minutes, cannot follow them:
    /// the flagship's recipe ends several standard errors off whatever its seed.
    static let infusion = PublishedRecipe(
        name: "Two-compartment infusion, the flagship's recipe",
        problem: "two-compartment-infusion", settings: recipe())

    /// What `Sweeps/infusion.yaml` found with other seeds: harmonics of the dosing interval and a
    /// point in three minutes. The data allow standard errors of 1.0 and 1.5 %, so that an error
    /// alone would judge their luck.
    static let infusionHarmonics = PublishedRecipe(
        name: "Two-compartment infusion, harmonics", problem: "two-compartment-infusion",
        settings: [
            "layers": .integer(2), "neurons": .integer(32), "initial_condition": .text("hard"),
            "optimizer": .text("adam+lbfgs"), "steps": .integer(3000),
            "lbfgs_steps": .integer(5000), "features": .text("fourier"),
            "feature_scale": .real(4), "feature_count": .integer(6),
            "collocation_points": .integer(960), "weights.residual": .real(10),
        ],
        largestExcess: 3)
}
