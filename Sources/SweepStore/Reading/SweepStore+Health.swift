import GRDB

/// What tells whether a store is well.
public struct StoreHealth: Hashable, Sendable {
    /// What SQLite's own check found; empty where the file is sound.
    public var damages: [String]
    /// Trials that are marked as running.
    public var running: Int
    /// The newest time in the store, milliseconds since 1970, UTC; nil where it is empty.
    public var newest: Int?
}

extension SweepStore {
    /// Examines the whole store; seconds for one of gigabytes.
    public func health() throws -> StoreHealth {
        try read { database in
            let damages = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
            let orphans = try Row.fetchAll(
                database,
                sql: """
                    SELECT "table", parent, count(*) FROM pragma_foreign_key_check()
                    GROUP BY 1, 2 ORDER BY 1, 2
                    """)
            return try StoreHealth(
                damages: damages.filter { $0 != "ok" }
                    + orphans.map { row -> String in
                        let (table, parent): (String, String) = (row[0], row[1])
                        let count: Int = row[2]
                        return "rows of \(table) without their \(parent): \(count)"
                    },
                running: Int.fetchOne(
                    database, sql: "SELECT count(*) FROM trial WHERE status = 'running'") ?? 0,
                newest: Int.fetchOne(
                    database,
                    sql: """
                        SELECT max(at) FROM (
                            SELECT max(created_at) AS at FROM sweep
                            UNION ALL SELECT max(registered_at) FROM worker
                            UNION ALL SELECT max(leased_at) FROM attempt
                            UNION ALL SELECT max(finished_at) FROM attempt)
                        """))
        }
    }
}
