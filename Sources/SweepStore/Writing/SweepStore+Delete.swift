import GRDB
public import SweepModel

/// What goes with a sweep that is deleted.
public struct SweepDeletion: Hashable, Sendable {
    /// Trials that no other sweep has: they go.
    public var trials: Int
    /// Those of them that have been tried, and whose results would be lost.
    public var tried: Int
    /// Trials that other sweeps have as well: they stay.
    public var shared: Int

    public init(trials: Int, tried: Int, shared: Int) {
        self.trials = trials
        self.tried = tried
        self.shared = shared
    }
}

extension SweepStore {
    /// What would go with a sweep.
    public func deletion(of sweep: String) throws -> SweepDeletion {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT sum(alone), sum(alone AND attempts > 0), sum(NOT alone) FROM (
                        SELECT t.attempts, NOT EXISTS (SELECT 1 FROM member o
                            WHERE o.trial = m.trial AND o.sweep <> m.sweep) AS alone
                        FROM member m JOIN trial t ON t.id = m.trial WHERE m.sweep = ?)
                    """,
                arguments: [sweepID(sweep, database)])!
            return SweepDeletion(
                trials: row[0] ?? 0, tried: row[1] ?? 0, shared: row[2] ?? 0)
        }
    }

    /// Removes a sweep with all that belongs to no other; see ``reclaimSpace()``.
    ///
    /// - Returns: the trials that went before they had ended: there may be checkpoints of them.
    public func delete(_ sweep: String) throws -> [TrialID] {
        var unfinished: [TrialID] = []
        try Self.translating(files.database) {
            try queue.writeWithoutTransaction { database in
                // The order below keeps all references; checking each would search whole tables.
                try database.execute(sql: "PRAGMA foreign_keys = OFF")
                defer { try? database.execute(sql: "PRAGMA foreign_keys = ON") }
                try database.inTransaction(.immediate) {
                    let id = try sweepID(sweep, database)
                    for table in ["member", "sweep_document"] {
                        try database.execute(
                            sql: "DELETE FROM \(table) WHERE sweep = ?", arguments: [id])
                    }
                    try database.execute(sql: "DELETE FROM sweep WHERE id = ?", arguments: [id])
                    unfinished = try String.fetchAll(
                        database,
                        sql: """
                            SELECT name FROM trial WHERE status IN ('queued', 'running')
                                AND id NOT IN (SELECT trial FROM member)
                            """
                    ).map { TrialID($0) }
                    try database.execute(sql: Self.removalOfOrphans)
                    return .commit
                }
            }
        }
        return unfinished
    }

    /// Gives the space of what was deleted back to the file system: the store is written anew,
    /// which takes as much free space meanwhile.
    public func reclaimSpace() throws {
        try Self.translating(files.database) {
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM")
                try database.checkpoint(.truncate)
            }
        }
    }

    /// Removes what only deleted sweeps had, children first.
    private static let removalOfOrphans = """
        DELETE FROM network WHERE trial NOT IN (SELECT trial FROM member);
        DELETE FROM curve WHERE trial NOT IN (SELECT trial FROM member);
        DELETE FROM estimate WHERE trial NOT IN (SELECT trial FROM member);
        DELETE FROM attempt WHERE trial NOT IN (SELECT trial FROM member);
        DELETE FROM trial WHERE id NOT IN (SELECT trial FROM member);
        DELETE FROM configuration WHERE id NOT IN (SELECT configuration FROM trial);
        DELETE FROM worker WHERE closed_at IS NOT NULL
            AND id NOT IN (SELECT worker FROM attempt);
        DELETE FROM document WHERE id NOT IN (SELECT document FROM sweep_document);
        DELETE FROM baseline_estimate WHERE baseline IN
            (SELECT id FROM baseline WHERE problem NOT IN (SELECT problem FROM sweep));
        DELETE FROM baseline WHERE problem NOT IN (SELECT problem FROM sweep);
        DELETE FROM unknown WHERE problem NOT IN
            (SELECT problem FROM sweep UNION SELECT problem FROM trial);
        DELETE FROM curve_name WHERE problem NOT IN
            (SELECT problem FROM sweep UNION SELECT problem FROM trial);
        DELETE FROM problem WHERE id NOT IN
            (SELECT problem FROM sweep UNION SELECT problem FROM trial);
        """
}
