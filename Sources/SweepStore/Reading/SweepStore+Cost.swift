import GRDB

/// What the trials of a sweep have cost so far.
public struct TrialCosts: Hashable, Sendable {
    /// Trials that have ended by themselves.
    public var measured: Int
    /// Of those; 0 where there are none.
    public var meanWallSeconds: Double
    /// Trials that have not ended.
    public var open: Int
}

extension SweepStore {
    /// What a sweep's trials have cost, and how many are left.
    public func trialCosts(of sweep: String) throws -> TrialCosts {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(wall_seconds) AS measured, avg(wall_seconds) AS mean,
                        count(*) FILTER (WHERE status IN ('queued', 'running')) AS open
                    FROM trials WHERE sweep = ?
                    """, arguments: [sweep])
            return TrialCosts(
                measured: row?["measured"] ?? 0, meanWallSeconds: row?["mean"] ?? 0,
                open: row?["open"] ?? 0)
        }
    }
}
