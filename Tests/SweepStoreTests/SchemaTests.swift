import Coordinator
import Foundation
import GRDB
import SweepModel
import SweepStore
import TestSupport
import Testing

@Suite struct SchemaTests {
    /// The views that scripts rely on: names, columns and their order.
    static let views: [(name: String, columns: String)] = [
        ("sweeps", "sweep file_hash problem_hash method seed replicates planned created_at"),
        (
            "trials",
            """
            trial sweep configuration replicate status attempts config layers neurons activation \
            learning_rate optimizer collocation_points weight_data weight_initial weight_residual \
            recovery_error mean_recovery_error loss_data loss_initial loss_residual loss_holdout \
            steps wall_seconds cpu_seconds peak_memory_bytes host started_at finished_at \
            reused stage
            """
        ),
        (
            "attempts",
            """
            trial attempt worker status cause exit_code signal stderr_tail started_at finished_at
            """
        ),
        ("estimates", "trial parameter estimate truth relative_error"),
        ("metrics", "trial step name value"),
        (
            "ranking",
            """
            sweep rank configuration replicates succeeded recovery_error loss_holdout ranked_by \
            config
            """
        ),
        (
            "confirmations",
            """
            sweep configuration rank selected_replicates selected_recovery_error \
            selected_loss_holdout replicates succeeded recovery_error loss_holdout
            """
        ),
        (
            "baselines",
            """
            sweep replicate method parameter estimate truth relative_error standard_error \
            starts_at_minimum starts iterations cpu_seconds outcome lower upper \
            effective_sample_size tail_effective_sample_size r_hat chains draws evaluations
            """
        ),
        ("bounds", "sweep replicate parameter standard_error"),
        ("excess_errors", "sweep trial excess_error"),
    ]

    private let sample: Sample

    init() throws { sample = try Sample() }

    @Test(arguments: views) func `a view has its columns in their order`(
        view: (name: String, columns: String)
    ) throws {
        var text = ""
        let renderer = QueryFormat.csv.renderer { text += $0 }
        try ReadOnlyQuery(sample.files).run("SELECT * FROM \(view.name)", into: renderer)
        #expect(text == view.columns.replacing(" ", with: ",") + "\n")
    }

    @Test func `there are no views beside those`() throws {
        let rows = try sample.rows("SELECT name FROM sqlite_schema WHERE type = 'view'")
        #expect(rows.sorted() == Self.views.map(\.name).sorted())
    }

    @Test func `a finished trial shows all of its accepted attempt`() throws {
        let entry = try entry(replicates: 1)
        try sample.store.insert(entry, at: 1_767_261_600_007)
        try sample.registerWorker()
        try sample.finish(
            entry.trial(0, 0), estimates: [56, 56], holdout: 0.75, at: 1_767_261_700_123)
        #expect(
            try sample.rows(
                """
                SELECT sweep, replicate, status, attempts, layers, neurons, activation,
                    learning_rate, optimizer, collocation_points, weight_data, weight_initial,
                    weight_residual, recovery_error, mean_recovery_error, loss_data, loss_initial,
                    loss_residual, loss_holdout, steps, wall_seconds, cpu_seconds,
                    peak_memory_bytes, host, started_at, finished_at
                FROM trials WHERE status <> 'queued'
                """) == [
                    "tuning|0|succeeded|1|3|32|tanh|0.1|adam|128|1.0|1.0|1.0|1.0|1.0|0.5|0.25"
                        + "|0.125|0.75|10|1.5|1.25|4096|node1|2026-01-01T10:01:39.223Z"
                        + "|2026-01-01T10:01:40.123Z"
                ])
        #expect(
            try sample.rows(
                "SELECT config ->> '$.weights.residual', json_valid(config) FROM trials")
                == ["1.0|1", "1.0|1"])
        #expect(
            try sample.rows("SELECT created_at FROM sweeps") == ["2026-01-01T10:00:00.007Z"])
        #expect(
            try sample.rows(
                "SELECT parameter, estimate, truth, relative_error FROM estimates ORDER BY 1")
                == ["PSB|56.0|28.0|1.0", "PSE|56.0|112.0|-0.5"])
        #expect(
            try sample.rows("SELECT attempt, worker, status, cause, exit_code FROM attempts")
                == ["1|w1|succeeded||"])
    }

    @Test func `a trial that failed has its estimates and no recovery error`() throws {
        let entry = try entry(replicates: 1)
        try sample.store.insert(entry, at: 1)
        try sample.registerWorker()
        try sample.finish(entry.trial(0, 0), .diverged, estimates: [.nan, .infinity])
        #expect(
            try sample.rows("SELECT status, recovery_error FROM trials WHERE attempts = 1")
                == ["diverged|"])
        #expect(
            try sample.rows("SELECT parameter, estimate FROM estimates ORDER BY 1")
                == ["PSB|", "PSE|inf"])
        let estimates = try sample.store.trialRecords(of: "tuning")[0].estimates
        #expect(estimates[0].value.isNaN && estimates[1].value == .infinity)
    }

    @Test func `tables are strict and a store of version 1 becomes what a new store is`() throws {
        let loose = "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict"
        let schema = """
            SELECT name || ': ' || sql FROM sqlite_schema
            WHERE sql IS NOT NULL AND name <> 'grdb_migrations' ORDER BY name
            """
        let fresh = try DatabaseQueue(path: sample.files.database)
        let files = try keptStore()
        try SweepStore(files, mode: .existing).close()
        let kept = try DatabaseQueue(path: files.database)
        let names = try fresh.read { try String.fetchAll($0, sql: loose) }
        #expect(names.filter { !$0.hasPrefix("sqlite_") } == ["grdb_migrations"])
        #expect(
            try fresh.read { try String.fetchAll($0, sql: schema) }
                == kept.read { try String.fetchAll($0, sql: schema) })
    }

    @Test func `a store of version 1 goes on with its plan`() throws {
        let store = try SweepStore(keptStore(), mode: .existing)
        #expect(
            try store.runState(of: "tuning").counts == [.queued: 3, .succeeded: 2, .crashed: 1])
        #expect(try store.documents(of: "tuning").map(\.role) == [.sweep, .problem])
        let receipt = try store.insert(entry(), at: 9)
        #expect(receipt == SweepReceipt(isNew: false, trials: 6, shared: 0))
    }

    private let keptFolder = try! TemporaryFolder()

    /// The kept store, made from its SQL in a folder of this test's own.
    private func keptStore() throws -> StoreFiles {
        let files = StoreFiles(keptFolder.file("kept.sqlite").path)
        let sql = Project.fixtures.appending(path: "stores/version-1.sql")
        let queue = try DatabaseQueue(path: files.database)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: String(contentsOf: sql, encoding: .utf8))
        }
        try queue.close()
        return files
    }
}
