public import SweepModel

/// All that the store knows of one trial.
public struct TrialDetail: Hashable, Sendable {
    public var record: TrialRecord
    /// The sweeps that have the trial, sorted by name.
    public var sweeps: [Membership]
    public var seed: UInt64
    /// The version of the arithmetic that the id stands for.
    public var numerics: Int
    /// The version of Titrate that planned it.
    public var version: String
    public var problem: ProblemRecord
    /// In order, the running one included.
    public var attempts: [AttemptRecord]
    /// Of the last attempt that told one; losses and estimates that were NaN are NaN.
    public var curve: [CurvePoint]
}

extension TrialDetail {
    /// What a trial is to one of its sweeps.
    public struct Membership: Hashable, Sendable {
        public var sweep: String
        /// Another sweep had finished the trial when this one took it in.
        public var isReused: Bool
        /// The trial is no longer in the sweep's plan.
        public var isDropped: Bool

        public init(sweep: String, isReused: Bool = false, isDropped: Bool = false) {
            self.sweep = sweep
            self.isReused = isReused
            self.isDropped = isDropped
        }
    }
}

/// One attempt as the store keeps it. Times are milliseconds since 1970, UTC.
public struct AttemptRecord: Hashable, Sendable {
    /// From 1.
    public var number: Int
    public var worker: WorkerID
    /// `running` until it has ended.
    public var status: TrialStatus
    public var cause: String?
    public var exitCode: Int?
    public var signal: Int?
    /// The last lines that the trial wrote to its standard error.
    public var stderrTail: String?
    public var host: String?
    public var machineType: String?
    public var leasedAt: Int
    public var startedAt: Int?
    public var finishedAt: Int?
    public var steps: Int?
}
