public import SweepModel

/// How far a sweep has come.
public struct StatusSummary: Hashable, Sendable {
    public var sweep: String
    /// Trials of the plan.
    public var planned: Int
    public var counts: [TrialStatus: Int]
    /// Trials of the plan that another sweep had finished.
    public var reused: Int
    /// Trials that are no longer in the plan; their results are kept.
    public var dropped: Int
    /// Trials that failed, by status and what it was, the most frequent first; causes that differ
    /// in a step's number are one.
    public var failures: [FailureCount]
    /// The smallest recovery error (or held-out loss where there is no truth) so far.
    public var best: Double?
    /// Milliseconds since 1970, UTC, of the first attempt and of the last trial's end; nil
    /// before there is one.
    public var firstStart: Int?
    public var lastEnd: Int?
    /// Trials that ended in the last ``rateWindow`` before ``lastEnd``, a second; nil where
    /// fewer than two did.
    public var trialsPerSecond: Double?

    /// The span over which the rate is taken, in milliseconds.
    public static let rateWindow = 60_000

    /// Trials that are final.
    public var ended: Int { counts.reduce(0) { $0 + ($1.key.isFinal ? $1.value : 0) } }
    /// Trials that are queued or running.
    public var open: Int { planned - ended }
}

/// How many trials failed in one way.
public struct FailureCount: Hashable, Sendable {
    public var status: TrialStatus
    public var cause: String?
    public var count: Int

    /// Those of one kind together, the most frequent first.
    static func merged(_ counts: [FailureCount]) -> [FailureCount] {
        Dictionary(grouping: counts) { FailureKind($0.status, cause: $0.cause) }
            .map { kind, alike in
                FailureCount(
                    status: kind.status, cause: kind.text(of: alike.map(\.cause)),
                    count: alike.reduce(0) { $0 + $1.count })
            }
            .sorted {
                ($1.count, $0.status.rawValue, $0.cause ?? "")
                    < ($0.count, $1.status.rawValue, $1.cause ?? "")
            }
    }
}
