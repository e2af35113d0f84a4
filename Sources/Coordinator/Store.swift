public import SweepModel

/// The role of what keeps a run's state: a database, or memory in tests.
///
/// Only the coordinator's loop calls it, one call at a time. Every call is one transaction: it has
/// happened entirely when it returns and not at all when it throws.
public protocol Store: AnyObject {
    /// What is left to do of a sweep, and which workers may still have results unread.
    func runState(of sweep: String) throws -> RunState

    /// Sweeps with trials that are marked as running, sorted by name: nothing runs while the
    /// coordinator begins, so an earlier one was cut off there.
    ///
    /// Those of another version of the numerics are left to that version.
    func interruptedSweeps() throws -> [InterruptedSweep]

    /// The trial's configuration and replicate.
    func plannedTrial(_ id: TrialID, of sweep: String) throws -> PlannedTrial

    /// Applies changes in order, in one transaction.
    ///
    /// A change about an attempt is applied only where the store's trial is running under this
    /// very attempt and worker; otherwise it is refused, which is how a result counts once.
    ///
    /// - Returns: for every change, whether it was applied.
    @discardableResult
    func commit(_ changes: [StoreChange]) throws -> [Bool]
}

/// What a coordinator has to know to begin or go on.
public struct RunState: Hashable, Sendable {
    /// Trials that are not final, in plan order.
    public var open: [OpenTrial]
    /// Trials of the plan by status, the open ones included.
    public var counts: [TrialStatus: Int]
    /// Workers that have not been closed, with how far their files were read.
    public var workers: [WorkerRecord]
    /// The smallest recovery error (or held-out loss where there is no truth) so far.
    public var best: Double?

    public init(
        open: [OpenTrial], counts: [TrialStatus: Int], workers: [WorkerRecord], best: Double?
    ) {
        self.open = open
        self.counts = counts
        self.workers = workers
        self.best = best
    }
}

/// What a coordinator has to know of a sweep to settle what was left under way of it.
public struct InterruptedSweep: Hashable, Sendable {
    public var name: String
    public var limits: Limits
    /// In the problem's order.
    public var unknownNames: [String]

    public init(name: String, limits: Limits, unknownNames: [String]) {
        self.name = name
        self.limits = limits
        self.unknownNames = unknownNames
    }
}

/// A trial that is queued or running.
public struct OpenTrial: Hashable, Sendable {
    public var id: TrialID
    /// The number of the last attempt; 0 before the first.
    public var attempt: Int
    /// Ended attempts that the trial caused itself and that count against its retries.
    public var failures: Int
    /// Attempts during which a worker died for no reason that explains it.
    public var workerDeaths: Int
    /// The worker that holds the running attempt's lease; nil while queued.
    public var worker: WorkerID?
    /// Whether the running attempt's process is known to have started.
    public var hasStarted: Bool

    public init(
        id: TrialID, attempt: Int = 0, failures: Int = 0, workerDeaths: Int = 0,
        worker: WorkerID? = nil, hasStarted: Bool = false
    ) {
        self.id = id
        self.attempt = attempt
        self.failures = failures
        self.workerDeaths = workerDeaths
        self.worker = worker
        self.hasStarted = hasStarted
    }
}

/// A worker as the store keeps it.
public struct WorkerRecord: Hashable, Sendable {
    public var id: WorkerID
    public var host: String
    public var pid: Int
    /// The machine's boot id and the process's start time: with the pid, what tells whether
    /// this very process still lives.
    public var bootID: String
    public var startTime: String
    /// Bytes of its out.log that have been applied.
    public var offset: Int

    public init(
        id: WorkerID, host: String, pid: Int, bootID: String, startTime: String, offset: Int = 0
    ) {
        self.id = id
        self.host = host
        self.pid = pid
        self.bootID = bootID
        self.startTime = startTime
        self.offset = offset
    }
}

/// One change of a run's state. Times are milliseconds since 1970, UTC.
public enum StoreChange: Hashable, Sendable {
    case workerRegistered(WorkerRecord, at: Int)
    /// The worker's file has been applied up to this offset.
    case workerRead(WorkerID, offset: Int)
    /// The worker is gone and its file has been read to the end.
    case workerClosed(WorkerID, at: Int)
    /// A queued trial becomes running: attempt numbers go up by one.
    case leased(AttemptID, WorkerID, at: Int)
    /// The attempt was given back before it began: the trial is queued, and attempt numbers go
    /// down by one.
    case leaseReturned(AttemptID, WorkerID)
    /// The trial's process has begun.
    case attemptStarted(AttemptID, WorkerID, machineType: String, host: String, at: Int)
    case curve(AttemptID, WorkerID, [CurvePoint])
    /// The attempt is over; the trial becomes final, or queued for another attempt.
    case attemptEnded(
        AttemptID, WorkerID, AttemptOutcome, trialBecomes: TrialStatus, counts: AttemptAccount,
        at: Int)
    /// The network that a trial ended with: kept where the trial is among a sweep's best.
    case trained(AttemptID, network: [UInt8])
    /// A queued trial becomes final without an attempt: cancelled, dropped.
    case settled(TrialID, TrialStatus, cause: String, at: Int)
}

/// One try at a trial.
public struct AttemptID: Hashable, Sendable {
    public var trial: TrialID
    /// From 1.
    public var number: Int

    public init(trial: TrialID, number: Int) {
        self.trial = trial
        self.number = number
    }
}

/// What an ended attempt counts against.
public enum AttemptAccount: String, Hashable, Sendable {
    /// The trial ended by itself, well or by its numbers; or it was cut off from outside.
    case nothing
    /// The trial caused its end: a retry is used up.
    case failure
    /// Its worker died unexplained.
    case workerDeath
}
