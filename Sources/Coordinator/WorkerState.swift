import SweepModel

/// What a run knows of one of its workers.
struct WorkerState {
    /// Empty until it has said hello: only then does it get leases.
    var host: String?
    var leases: [AttemptID: Lease] = [:]
    /// Monotonic milliseconds of its last sign of life; nil while it waits in a queue.
    var heard: Int?
    /// Monotonic milliseconds since when it has had nothing to do.
    var idleSince: Int?
    /// Monotonic milliseconds after which it is killed, once it has been asked to go.
    var killAt: Int?
    var wasKilled = false
    /// Its lease expired: what it says is not believed any more.
    var isExpired = false
    /// A line of its file was damaged: what it told there will not come again.
    var isGarbled = false
    /// It takes no more leases.
    var isLeaving = false
    var farewell: WorkerReport.Farewell?

    /// What is known of an attempt that a worker holds.
    enum Lease {
        case waiting
        /// It has been asked back, and may be given back or begin.
        case recalled
        /// The trial's process has begun.
        case begun
        /// A damaged line may have told of it.
        case doubtful
    }

    /// Whether it may get leases.
    var isReady: Bool {
        host != nil && !isExpired && !isGarbled && !isLeaving && farewell == nil && killAt == nil
    }
}

/// Trials that wait for a lease: those that go back come first, then plan order.
struct TrialQueue {
    private var planned: [TrialID]
    private var next = 0
    private var returned: [TrialID] = []

    init(_ planned: [TrialID]) { self.planned = planned }

    var count: Int { planned.count - next + returned.count }

    mutating func take() -> TrialID? {
        if let trial = returned.popLast() { return trial }
        guard next < planned.count else { return nil }
        defer { next += 1 }
        return planned[next]
    }

    mutating func putBack(_ trial: TrialID) { returned.append(trial) }
}
