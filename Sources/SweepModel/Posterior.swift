/// What Markov chains say of the unknowns, given one replicate's data: the same bytes that its
/// trials train on.
public struct PosteriorRecord: Hashable, Sendable {
    public var replicate: Int
    /// Whether the chains agree, in words.
    public var outcome: String
    public var chains: Int
    /// Kept draws of all chains together.
    public var draws: Int
    /// How often the equations were solved.
    public var evaluations: Int
    public var cpuSeconds: Double
    /// In the problem's order.
    public var unknowns: [PosteriorEstimate]

    /// Whether the chains agree and have drawn enough.
    public var hasConverged: Bool { outcome == "converged" }

    public init(
        replicate: Int, outcome: String, chains: Int, draws: Int, evaluations: Int,
        cpuSeconds: Double, unknowns: [PosteriorEstimate]
    ) {
        self.replicate = replicate
        self.outcome = outcome
        self.chains = chains
        self.draws = draws
        self.evaluations = evaluations
        self.cpuSeconds = cpuSeconds
        self.unknowns = unknowns
    }
}

/// What a posterior distribution says of one unknown; no values where it could not be drawn from.
public struct PosteriorEstimate: Hashable, Sendable {
    public var parameter: String
    public var median: Double?
    /// Relative, as the standard error of a fit.
    public var standardDeviation: Double?
    /// The ends of the central 95 %.
    public var lower: Double?
    public var upper: Double?
    /// How many independent draws tell as much of the median, and of the interval's ends
    /// (bulk and tail effective sample sizes).
    public var effectiveSampleSize: Double?
    public var tailEffectiveSampleSize: Double?
    /// How far the chains differ: 1 where they agree.
    public var rHat: Double?

    public init(
        parameter: String, median: Double? = nil, standardDeviation: Double? = nil,
        lower: Double? = nil, upper: Double? = nil, effectiveSampleSize: Double? = nil,
        tailEffectiveSampleSize: Double? = nil, rHat: Double? = nil
    ) {
        self.parameter = parameter
        self.median = median
        self.standardDeviation = standardDeviation
        self.lower = lower
        self.upper = upper
        self.effectiveSampleSize = effectiveSampleSize
        self.tailEffectiveSampleSize = tailEffectiveSampleSize
        self.rHat = rHat
    }
}
