/// One sweep as the store keeps it, with what a report says about where it came from.
public struct SweepRecord: Hashable, Sendable {
    public var name: String
    public var description: String
    public var question: String
    public var method: SweepMethod
    public var seed: UInt64
    public var replicates: Int
    /// Trials of the plan and of what it was extended by.
    public var planned: Int
    /// Replicates of the configuration that has most, each with data of its own.
    public var dataSets: Int
    /// SHA-256 of the sweep file's bytes.
    public var fileHash: String
    public var problemHash: String
    public var problemName: String
    public var problemTitle: String
    /// In the problem's order, with their truth where it is known.
    public var unknowns: [UnknownRecord]
    public var limits: Limits
    /// ISO 8601, UTC.
    public var createdAt: String
    /// The version of Titrate that planned it.
    public var version: String
    /// The machine type that ran it: architecture and instruction set.
    public var machineTypes: [String]

    public init(
        name: String, description: String, question: String, method: SweepMethod, seed: UInt64,
        replicates: Int, planned: Int, dataSets: Int? = nil, fileHash: String, problemHash: String,
        problemName: String, problemTitle: String, unknowns: [UnknownRecord], limits: Limits,
        createdAt: String, version: String, machineTypes: [String]
    ) {
        self.name = name
        self.description = description
        self.question = question
        self.method = method
        self.seed = seed
        self.replicates = replicates
        self.planned = planned
        self.dataSets = dataSets ?? replicates
        self.fileHash = fileHash
        self.problemHash = problemHash
        self.problemName = problemName
        self.problemTitle = problemTitle
        self.unknowns = unknowns
        self.limits = limits
        self.createdAt = createdAt
        self.version = version
        self.machineTypes = machineTypes
    }
}

/// An unknown parameter as the store keeps it beside a sweep.
public struct UnknownRecord: Hashable, Sendable {
    public var name: String
    public var truth: Double?
    public var guess: Double
    public var lowerBound: Double?
    public var upperBound: Double?
    public var unit: String?

    public init(
        name: String, truth: Double?, guess: Double, lowerBound: Double?, upperBound: Double?,
        unit: String?
    ) {
        self.name = name
        self.truth = truth
        self.guess = guess
        self.lowerBound = lowerBound
        self.upperBound = upperBound
        self.unit = unit
    }
}

/// One trial as the store keeps it.
public struct TrialRecord: Hashable, Sendable {
    public var id: TrialID
    public var configuration: Configuration
    public var replicate: Int
    public var stage: TrialStage
    public var status: TrialStatus
    public var attempts: Int
    public var cause: String?
    public var steps: Int?
    public var losses: LossValues?
    public var recoveryError: Double?
    public var meanRecoveryError: Double?
    public var estimates: [Estimate]
    public var cost: Cost?

    public init(
        id: TrialID, configuration: Configuration, replicate: Int, stage: TrialStage = .plan,
        status: TrialStatus, attempts: Int, cause: String? = nil, steps: Int? = nil,
        losses: LossValues? = nil,
        recoveryError: Double? = nil, meanRecoveryError: Double? = nil,
        estimates: [Estimate] = [], cost: Cost? = nil
    ) {
        self.id = id
        self.configuration = configuration
        self.replicate = replicate
        self.stage = stage
        self.status = status
        self.attempts = attempts
        self.cause = cause
        self.steps = steps
        self.losses = losses
        self.recoveryError = recoveryError
        self.meanRecoveryError = meanRecoveryError
        self.estimates = estimates
        self.cost = cost
    }
}
