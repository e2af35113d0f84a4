/// What has become of a trial.
public enum TrialStatus: String, Hashable, Sendable, CaseIterable {
    case queued
    case running
    case succeeded
    /// Loss, gradient or an estimate is not finite.
    case diverged
    /// A plateau rule that the settings asked for ended it.
    case stalled
    case timedOut = "timed_out"
    case outOfMemory = "out_of_memory"
    case crashed
    case cancelled
    /// Three workers died while it ran, and no stop or kill explains it.
    case lost
    /// No longer in the plan.
    case dropped

    /// Whether the trial is settled: it will not run again by itself.
    public var isFinal: Bool { self != .queued && self != .running }

    /// Whether another attempt may end otherwise: what the process died of, not what
    /// the numbers did, which are the same every time.
    public var isRetriable: Bool {
        self == .timedOut || self == .outOfMemory || self == .crashed
    }
}

/// Means of the loss's three terms, without their weights, and of the held-out cells.
public struct LossValues: Hashable, Sendable {
    public var data: Double
    public var initial: Double
    public var residual: Double
    /// Nil where no cell is held out.
    public var holdout: Double?

    public init(data: Double, initial: Double, residual: Double, holdout: Double? = nil) {
        self.data = data
        self.initial = initial
        self.residual = residual
        self.holdout = holdout
    }
}

/// An unknown parameter's estimate.
public struct Estimate: Hashable, Sendable {
    public var parameter: String
    public var value: Double

    public init(parameter: String, value: Double) {
        self.parameter = parameter
        self.value = value
    }
}

/// One point of the learning curve.
public struct CurvePoint: Hashable, Sendable {
    /// Iterations done, all phases together.
    public var step: Int
    public var losses: LossValues
    /// In the problem's order of unknowns.
    public var estimates: [Double]

    public init(step: Int, losses: LossValues, estimates: [Double]) {
        self.step = step
        self.losses = losses
        self.estimates = estimates
    }
}

/// What an attempt took. These differ from run to run; nothing else of a result does.
public struct Cost: Hashable, Sendable {
    public var wallSeconds: Double
    public var cpuSeconds: Double
    public var peakMemoryBytes: Int

    public init(wallSeconds: Double, cpuSeconds: Double, peakMemoryBytes: Int) {
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.peakMemoryBytes = peakMemoryBytes
    }
}

/// How one attempt at a trial ended.
public struct AttemptOutcome: Hashable, Sendable {
    public var status: TrialStatus
    /// One sentence: what happened, and where possible what to do about it.
    public var cause: String?
    public var exitCode: Int?
    public var signal: Int?
    /// The last lines that the trial wrote to its standard error.
    public var stderrTail: String?
    /// Iterations done.
    public var steps: Int
    /// The last that are known; nil where the trial told none.
    public var losses: LossValues?
    /// The last that are known; empty where the trial told none.
    public var estimates: [Estimate]
    public var cost: Cost?

    public init(
        status: TrialStatus, cause: String? = nil, exitCode: Int? = nil, signal: Int? = nil,
        stderrTail: String? = nil, steps: Int = 0, losses: LossValues? = nil,
        estimates: [Estimate] = [], cost: Cost? = nil
    ) {
        self.status = status
        self.cause = cause
        self.exitCode = exitCode
        self.signal = signal
        self.stderrTail = stderrTail
        self.steps = steps
        self.losses = losses
        self.estimates = estimates
        self.cost = cost
    }
}
