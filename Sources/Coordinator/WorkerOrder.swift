/// One line of a worker's `in.log`, which the coordinator alone appends to.
public enum WorkerOrder: Hashable, Sendable {
    /// The first line: how the worker is to work.
    case begin(WorkerTerms)
    /// Run this attempt as soon as a slot is free.
    case lease(AttemptID, TrialLimits)
    /// Give this attempt back if it has not begun: another worker has nothing to do.
    case recall(AttemptID)
    /// The attempt is no longer the worker's: kill its trial and say no more of it.
    case fence(AttemptID)
    /// The coordinator lives.
    case heartbeat
    /// No more leases will come: exit when nothing runs.
    case finish
    /// Kill what runs, give back what waits, exit.
    case stop
}

/// How a worker is to work. Times are milliseconds.
public struct WorkerTerms: Hashable, Sendable {
    /// Trials at a time.
    public var slots: Int
    public var heartbeat: Int
    /// Without an order for so long, the worker ends its trials and itself.
    public var silenceLimit: Int
    /// From SIGTERM to SIGKILL.
    public var killGrace: Int
    /// Orders that the system does not tell of are looked for this often, or a little more often.
    public var poll: Int

    public init(slots: Int, heartbeat: Int, silenceLimit: Int, killGrace: Int, poll: Int = 0) {
        self.slots = slots
        self.heartbeat = heartbeat
        self.silenceLimit = silenceLimit
        self.killGrace = killGrace
        self.poll = poll
    }
}

/// What one attempt may take.
public struct TrialLimits: Hashable, Sendable {
    /// Wall-clock milliseconds; nil for no limit.
    public var milliseconds: Int?
    /// Memory of the process and all it started; nil for a fair share of the machine.
    public var memoryBytes: Int?

    public init(milliseconds: Int? = nil, memoryBytes: Int? = nil) {
        self.milliseconds = milliseconds
        self.memoryBytes = memoryBytes
    }
}
