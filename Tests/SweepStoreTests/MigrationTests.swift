import Coordinator
import Foundation
import GRDB
import SweepModel
import SweepStore
import TestSupport
import Testing

/// Stores of earlier versions, kept as SQL: made by real runs of two sweeps that share trials.
@Suite("A store of an earlier schema")
struct MigrationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The kept store, made from its SQL in a folder of this test's own.
    private func store(_ name: String) throws -> StoreFiles {
        let files = StoreFiles(folder.file("\(name).sqlite").path)
        let sql = Project.fixtures.appending(path: "stores/\(name).sql")
        let queue = try DatabaseQueue(path: files.database)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: String(contentsOf: sql, encoding: .utf8))
        }
        try queue.close()
        return files
    }

    /// Rows of the file as it is, before anything of ours has opened it.
    private func rawRows(_ files: StoreFiles, _ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: files.database)
        defer { try? queue.close() }
        return try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "" : "\($0)" }.joined(separator: "|")
            }
        }
    }

    private static let all = [
        "version-1", "version-1-run", "version-2-run", "version-3-run", "version-4-run",
        "version-5-run",
    ]
    private let metrics = "SELECT * FROM metrics ORDER BY trial, step, name"

    @Test(arguments: all) func `keeps every row of its views`(name: String) throws {
        let files = try store(name)
        let queries = [
            metrics, "SELECT * FROM sweeps ORDER BY 1",
            "SELECT * FROM attempts WHERE started_at IS NOT NULL ORDER BY 1, 2",
            "SELECT * FROM estimates ORDER BY 1, 2", "SELECT * FROM ranking ORDER BY 1, 2",
            """
            SELECT trial, sweep, configuration, replicate, status, attempts, config, recovery_error,
                loss_holdout, steps, wall_seconds, host, started_at, finished_at FROM trials
            WHERE NOT (status IN ('queued', 'running') AND started_at IS NULL) ORDER BY 1, 2
            """,
            """
            SELECT sweep, replicate, method, parameter, estimate, truth, relative_error,
                standard_error, starts_at_minimum, starts, iterations, cpu_seconds, outcome
            FROM baselines ORDER BY 1, 2, 4
            """,
            "SELECT * FROM bounds ORDER BY 1, 2, 3",
            "SELECT sweep, trial FROM excess_errors ORDER BY 1, 2",
        ].filter { !name.hasPrefix("version-1") || !Self.isOfVersion2($0) }
        let before = try queries.map { try rawRows(files, $0) }
        try SweepStore(files, mode: .existing).close()
        #expect(try queries.map { try rawRows(files, $0) } == before)
        #expect(before[0].count >= 5)
        #expect(try rawRows(files, "PRAGMA user_version") == ["\(Schema.version)"])
        #expect(try rawRows(files, "PRAGMA foreign_key_check").isEmpty)
        #expect(try rawRows(files, "PRAGMA integrity_check") == ["\"ok\""])
    }

    /// Whether a query reads a view that stores of schema 1 have not.
    private static func isOfVersion2(_ query: String) -> Bool {
        ["baselines", "bounds", "excess_errors"].contains { query.contains("FROM \($0)") }
    }

    /// A run that was killed while a worker ran one trial of three that it had.
    @Test func `says that a trial waits which no worker has begun`() throws {
        let files = try store("version-4-run")
        let counts = """
            SELECT status, attempts, count(*) FROM trials WHERE sweep = 'cut' GROUP BY 1, 2
            ORDER BY 1, 2
            """
        #expect(
            try rawRows(files, counts) == [
                "\"queued\"|0|3", "\"running\"|1|3",
            ])
        let store = try SweepStore(files, mode: .existing)
        #expect(try rowsOf(files, counts) == ["queued|0|5", "running|1|1"])
        #expect(try store.status(of: "cut").counts == [.queued: 5, .running: 1])
        #expect(try store.runState(of: "cut").counts == [.queued: 3, .running: 3])
        #expect(try rowsOf(files, "SELECT count(*) FROM attempts") == ["7"])
    }

    @Test(arguments: all) func `is brought up to date for a reader`(name: String) throws {
        let files = try store(name)
        let before = try rawRows(files, metrics)
        let reader = try SweepStore(files, mode: .reading)
        let sweep = try reader.sweepNames()[0]
        #expect(try reader.status(of: sweep).reused == 0)
        #expect(try rowsOf(files, metrics).count == before.count)
    }

    @Test func `is not brought up to date while another process owns it`() throws {
        let files = try store("version-2-run")
        let lock = try StoreLock(files, command: "titrate launch", at: 1)
        #expect { try SweepStore(files, mode: .reading) } throws: {
            ($0 as? StoreFault)?.exitCode == 75
        }
        withExtendedLifetime(lock) {}
        #expect(try rawRows(files, "PRAGMA user_version") == ["2"])
    }

    @Test func `keeps its fits and networks, and its sweeps can be deleted`() throws {
        let files = try store("version-3-run")
        let store = try SweepStore(files, mode: .existing)
        #expect(try store.baselines(of: "decay").map(\.replicate) == [0])
        #expect(try store.network(of: TrialID("1267dd5e5867c2a9")) == [0, 255, 10])
        #expect(try store.deletion(of: "decay").shared == 2)
        #expect(try store.delete("decay") == [])
        #expect(try store.status(of: "wider").ended == 4)
        #expect(try store.baselines(of: "wider").map(\.replicate) == [0])
        #expect(try store.delete("wider") == [])
        try store.close()
        #expect(try rawRows(files, "PRAGMA foreign_key_check").isEmpty)
        for table in [
            "trial", "attempt", "curve", "curve_name", "estimate", "configuration", "problem",
            "document", "worker", "baseline", "baseline_estimate", "network",
        ] {
            #expect(try rawRows(files, "SELECT count(*) FROM \(table)") == ["0"], "\(table)")
        }
    }
}
