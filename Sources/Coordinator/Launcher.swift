public import SweepModel

/// The role of what starts workers and knows when they have ended: child processes here,
/// jobs of a batch system elsewhere.
///
/// Another engine fits where it can start a program on a machine that sees the spool, end it, and
/// tell in time that it has ended; see ``RunPolicy/workersQueue`` where it lets workers wait.
public protocol Launcher: AnyObject {
    /// Starts a worker on its folder, in which its first order already is; or asks for it, and
    /// tells of it in ``news()`` when it has begun.
    func launch(_ worker: WorkerID, folder: String) throws

    /// What has become of workers since the last call; called a few times a second at least.
    func news() -> LauncherNews

    /// A worker has said hello.
    func joined(_ worker: WorkerID)

    /// Kills a worker and everything it started; ``news()`` will tell of it.
    func kill(_ worker: WorkerID)

    /// Nothing is expected of a worker any more: it has ended, or is given up.
    func release(_ worker: WorkerID)

    /// Makes sure that a worker which an earlier coordinator left behind is dead.
    func bury(_ record: WorkerRecord)

    /// The run is over: returns when nothing is left that could start or run.
    ///
    /// - Parameter isComplete: whether the plan is, so that nobody will ask what happened.
    /// - Returns: what the user has to do about what could not be ended.
    func finish(isComplete: Bool) -> [String]

    /// A file that can be read when there may be news; nil where there is none.
    var descriptor: Int32? { get }
}

/// What a launcher has to tell.
public struct LauncherNews: Hashable, Sendable {
    /// Workers that have ended, with nothing of theirs left alive.
    public var ended: [WorkerExit]
    /// Workers that have left the queue they waited in: they are heard of soon, or are lost.
    public var begun: [WorkerID]
    /// What is as it should be, and yet worth telling: that workers wait.
    public var notes: [String]
    /// What the user should know, and need not act on at once.
    public var warnings: [String]

    public init(
        ended: [WorkerExit] = [], begun: [WorkerID] = [], notes: [String] = [],
        warnings: [String] = []
    ) {
        self.ended = ended
        self.begun = begun
        self.notes = notes
        self.warnings = warnings
    }
}

/// How a worker ended.
public struct WorkerExit: Hashable, Sendable {
    public var worker: WorkerID
    public var manner: Manner
    /// What is known of it, after "the worker": `exited with code 1`.
    public var cause: String

    public enum Manner: Hashable, Sendable {
        /// It gave up for a reason of its own, or whoever owns its machine ended it.
        case exited
        /// Something unknown killed it, which may have been a trial.
        case killed
        /// What was to start it will not, and would not start another like it.
        case refused
        /// What started it has lost sight of it, though it may live.
        case vanished
    }

    public init(worker: WorkerID, manner: Manner, cause: String) {
        self.worker = worker
        self.manner = manner
        self.cause = cause
    }
}
