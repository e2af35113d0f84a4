package import SweepModel

/// What a run wants done after some events: carried out in the order of its parts, so that
/// nobody is told of what is not committed.
package struct Turn: Equatable {
    /// Leases whose specification files must exist before anything else happens.
    package var specifications: [Lease] = []
    /// Trials whose checkpoints nobody is to go on from, in case the commit is the last thing done.
    package var spentCheckpoints: [TrialID] = []
    /// One transaction.
    package var changes: [StoreChange] = []
    /// Leases whose specification files nobody needs any more.
    package var spent: [Lease] = []
    /// Workers whose folders nobody needs any more.
    package var closed: [WorkerID] = []
    package var launches: [WorkerID] = []
    package var postings: [Posting] = []
    package var kills: [WorkerID] = []
    package var answers: [Answer] = []
    package var notices: [RunNotice] = []

    package init() {}

    /// An attempt and the worker that is to make it.
    package struct Lease: Hashable, Sendable {
        package var attempt: AttemptID
        package var worker: WorkerID
    }

    /// What is to be told to whoever asked for something.
    package struct Answer: Hashable, Sendable {
        package var request: CancelRequest
        package var answer: CancelRequest.Answer
    }

    /// One order to one worker.
    package struct Posting: Hashable, Sendable {
        package var worker: WorkerID
        package var order: WorkerOrder
    }
}

/// What happens to a run from outside.
package enum RunEvent: Hashable, Sendable {
    /// New lines of a worker's file, which end at this offset; nil for a damaged one.
    case read(WorkerID, [WorkerReport?], offset: Int)
    /// A worker has left the queue in which its launcher let it wait.
    case workerBegun(WorkerID)
    /// A worker's process has ended, and its file has been read to the end.
    case workerEnded(WorkerExit)
    /// A worker of an earlier coordinator is dead, and its file has been read to the end: what it
    /// held goes back.
    case workerInherited(WorkerID)
    /// That many requests to stop have come so far.
    case stopRequested(Int)
    /// A user does not want a trial any more.
    case cancelRequested(CancelRequest)
}
