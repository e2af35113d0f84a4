/// How a run deals with its workers. Times are milliseconds.
public struct RunPolicy: Hashable, Sendable {
    /// Workers at a time.
    public var workers: Int
    /// Trials at a time in one worker.
    public var slots: Int
    /// Both sides say that they live this often.
    public var heartbeat: Int
    /// A worker silent for so long loses its leases.
    public var leaseExpiry: Int
    /// A worker that hears nothing for so long ends its trials and itself; shorter than
    /// ``leaseExpiry``, so that it is gone before its trials start elsewhere.
    public var silenceLimit: Int
    /// From asking a trial to end (SIGTERM) to killing it.
    public var killGrace: Int
    /// From asking a worker to end to killing it.
    public var farewell: Int
    /// Workers that may end unasked in a row, with no trial ended between them.
    public var fruitlessWorkers: Int
    /// Wait before a worker is replaced; doubled with each one that ends in a row.
    public var relaunchPause: Int
    /// Workers wait in the queue of a batch system for as long as it takes, and what is soon heard
    /// of their end is their goodbye.
    public var workersQueue: Bool
    /// A worker that has had nothing to do for so long may go; nil where that would free nothing.
    public var idleLimit: Int?
    /// Both sides look this often for what the system does not tell them of, or a little more
    /// often; 0 where it tells all.
    public var poll: Int
    /// How long the leases a worker holds ahead are to last, where trials are that short.
    public var ahead: Int

    public init(
        workers: Int = 1, slots: Int, heartbeat: Int = 1000, leaseExpiry: Int = 30_000,
        silenceLimit: Int = 20_000, killGrace: Int = 2000, farewell: Int = 5000,
        fruitlessWorkers: Int = 6, relaunchPause: Int = 250, workersQueue: Bool = false,
        idleLimit: Int? = nil, poll: Int = 0, ahead: Int = 50
    ) {
        precondition(workers > 0 && slots > 0, "a run needs a slot")
        precondition(silenceLimit < leaseExpiry, "a worker must be gone before its lease is")
        self.workers = workers
        self.slots = slots
        self.heartbeat = heartbeat
        self.leaseExpiry = leaseExpiry
        self.silenceLimit = silenceLimit
        self.killGrace = killGrace
        self.farewell = farewell
        self.fruitlessWorkers = fruitlessWorkers
        self.relaunchPause = relaunchPause
        self.workersQueue = workersQueue
        self.idleLimit = idleLimit
        self.poll = poll
        self.ahead = ahead
    }

    /// Leases a worker may hold beyond its slots, so that short trials need not wait for the
    /// coordinator's answer: the trials of as long as ``ahead`` says, where they are that short.
    ///
    /// - Parameter rate: trials that end in a second, of all workers.
    func leasesAhead(rate: Double) -> Int {
        max(2, slots, min(64, Int(rate * Double(ahead) / 1000) / workers))
    }

    /// Milliseconds to let pass before the next turn, so that the ends of many short trials share
    /// one commit; well below what the leases ahead last.
    func pause(rate: Double) -> Int { rate > 100 ? 10 : 0 }
}
