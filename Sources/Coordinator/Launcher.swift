public import SweepModel

/// The role of what starts workers and knows when they have ended: child processes here,
/// jobs of a batch system elsewhere.
public protocol Launcher: AnyObject {
    /// Starts a worker on its folder, in which its first order already is.
    func launch(_ worker: WorkerID, folder: String) throws

    /// Workers that have ended since the last call, with nothing of theirs left alive.
    func endedWorkers() -> [WorkerExit]

    /// Kills a worker and everything it started; ``endedWorkers()`` will tell of it.
    func kill(_ worker: WorkerID)

    /// Makes sure that a worker which an earlier coordinator left behind is dead.
    func bury(_ record: WorkerRecord)

    /// A file that can be read when a worker may have ended; nil where there is none.
    var descriptor: Int32? { get }
}

/// How a worker ended.
public struct WorkerExit: Hashable, Sendable {
    public var worker: WorkerID
    /// Whether something killed it; a worker that gives up for a reason of its own exits.
    public var wasKilled: Bool
    /// What is known of it, as one sentence.
    public var cause: String

    public init(worker: WorkerID, wasKilled: Bool, cause: String) {
        self.worker = worker
        self.wasKilled = wasKilled
        self.cause = cause
    }
}
