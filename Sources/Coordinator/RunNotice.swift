public import SweepModel

/// What a run tells its display, always after it has been committed.
public enum RunNotice: Hashable, Sendable {
    case workerJoined(WorkerID, host: String)
    /// A worker is gone though nobody asked it to go; its trials are queued again.
    case workerLost(WorkerID, cause: String)
    case trialStarted(AttemptID, WorkerID)
    /// An attempt is over; the trial is now final or queued for another.
    case trialEnded(AttemptID, AttemptOutcome, trialBecomes: TrialStatus)
    /// A user has cancelled the trial, whether it ran or waited.
    case trialCancelled(TrialID)
    case progress(RunProgress)
    /// What the user may want to know, and need not act on.
    case note(String)
    /// Something that should not be, but loses nothing.
    case warning(String)
}

/// How far a run has come.
public struct RunProgress: Hashable, Sendable {
    /// Trials of the plan by status.
    public var counts: [TrialStatus: Int]
    /// Trials that became final in this run, a second.
    public var rate: Double?
    /// Seconds until the plan is complete at that rate.
    public var secondsLeft: Double?
    /// The smallest recovery error (held-out loss where there is no truth) so far.
    public var best: Double?

    /// Trials of the plan.
    public var planned: Int { counts.values.reduce(0, +) }
    /// Trials that are final.
    public var settled: Int {
        counts.reduce(0) { $0 + ($1.key.isFinal ? $1.value : 0) }
    }
}

/// How a run ended. Whatever it is, the store can resume or is complete.
public enum RunEnd: Hashable, Sendable {
    /// Every trial of the plan is final.
    case complete
    /// A request to stop came first.
    case interrupted
    /// The run could not go on; with the reason and what to do about it.
    case gaveUp(cause: String)
}
