/// What a classical fit made of one replicate's data, the same bytes that its trials train on.
public struct BaselineRecord: Hashable, Sendable {
    public var replicate: Int
    /// How the fit ended, in words.
    public var outcome: String
    /// How many starts were tried, and how many of them converged to this minimum.
    public var starts: Int
    public var startsAtMinimum: Int
    public var iterations: Int
    public var cpuSeconds: Double
    /// In the problem's order.
    public var unknowns: [BaselineEstimate]

    public init(
        replicate: Int, outcome: String, starts: Int, startsAtMinimum: Int, iterations: Int,
        cpuSeconds: Double, unknowns: [BaselineEstimate]
    ) {
        self.replicate = replicate
        self.outcome = outcome
        self.starts = starts
        self.startsAtMinimum = startsAtMinimum
        self.iterations = iterations
        self.cpuSeconds = cpuSeconds
        self.unknowns = unknowns
    }
}

/// What a classical fit says of one unknown.
public struct BaselineEstimate: Hashable, Sendable {
    public var parameter: String
    /// Nil where the fit found none.
    public var estimate: Double?
    /// The estimate's relative standard error.
    public var standardError: Double?
    /// The Cramér-Rao bound, a relative standard error at the truth; nil where the truth or the
    /// noise is not known.
    public var bound: Double?

    public init(parameter: String, estimate: Double?, standardError: Double?, bound: Double?) {
        self.parameter = parameter
        self.estimate = estimate
        self.standardError = standardError
        self.bound = bound
    }

    /// What distances from the estimate are measured in: the bound, else the standard error.
    public var unit: Double? { bound ?? standardError }
}
