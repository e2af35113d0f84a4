import Foundation
import SweepStore
import TestSupport
import Testing

@Suite struct QueryTests {
    private let sample: Sample

    init() throws {
        sample = try Sample()
        try sample.store.insert(entry(), at: 500)
    }

    private func fault(_ sql: String, limits: QueryLimits = QueryLimits()) -> QueryFault? {
        do {
            try ReadOnlyQuery(sample.files, limits: limits).run(sql) { _, _ in }
            return nil
        } catch {
            return error as? QueryFault
        }
    }

    @Test(arguments: [
        ("SELECT count(*) FROM trials", "6"),
        ("  select 1 ;  -- the end\n ; /* nothing */ ", "1"),
        ("-- first a word\nSELECT 2", "2"),
        ("; ;SELECT 2", "2"),
        (
            "WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c WHERE x < 4) "
                + "SELECT sum(x) FROM c", "10"
        ),
        ("VALUES (1, 'a', NULL, 2.5, x'00ff')", "1|a||2.5|2 bytes"),
        ("SELECT max(x) FROM (SELECT row_number() OVER (ORDER BY trial) AS x FROM trials)", "6"),
        ("SELECT value FROM json_each('[7]')", "7"),
        ("SELECT json_extract(config, '$.layers') FROM trials LIMIT 1", "3"),
        ("SELECT name FROM sqlite_schema WHERE name = 'ranking'", "ranking"),
        ("WITH c AS (SELECT 1 UNION ALL SELECT 2) SELECT count(*) FROM c", "2"),
        ("SELECT count(*) FROM json_tree('[1]')", "2"),
        ("SELECT count(*) FROM Trials t JOIN RANKING r USING (configuration)", "0"),
        ("SELECT 9e999, -9e999", "inf|-inf"),
        ("SELECT group_concat(n) FROM (SELECT replicate AS n FROM trials GROUP BY 1)", "0,1,2"),
        ("SELECT status = \"queued\" FROM trials LIMIT 1", "1"),
        ("SELECT strftime('%Y', 0, 'unixepoch'), round(sqrt(16)), 'a' LIKE 'A'", "1970|4.0|1"),
    ])
    func `any SELECT runs`(sql: String, expected: String) throws {
        #expect(try sample.rows(sql) == [expected])
    }

    static let hostile = [
        "INSERT INTO sweep (name) VALUES ('x')", "UPDATE trial SET status = 'succeeded'",
        "DELETE FROM trial", "DELETE FROM trial RETURNING id",
        "REPLACE INTO document VALUES (1,2,3)",
        "WITH x AS (SELECT 1) DELETE FROM trial",
        "WITH x AS (SELECT 1) INSERT INTO metric SELECT 1,1,1,1",
        "DROP TABLE trial", "DROP VIEW trials", "CREATE TABLE t (x)", "CREATE TEMP TABLE t (x)",
        "CREATE TABLE t AS SELECT 1", "CREATE TEMP VIEW v AS SELECT 1",
        "CREATE INDEX i ON trial (status)", "CREATE VIRTUAL TABLE v USING fts5(x)",
        "CREATE TEMP TRIGGER g AFTER INSERT ON trial BEGIN SELECT 1; END",
        "ALTER TABLE trial RENAME TO t", "ATTACH '/tmp/titrate-hostile.sqlite' AS other",
        "ATTACH ':memory:' AS other", "DETACH main", "VACUUM",
        "VACUUM INTO '/tmp/titrate-hostile.sqlite'",
        "REINDEX", "ANALYZE", "PRAGMA user_version = 9", "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON", "PRAGMA query_only = OFF", "PRAGMA user_version",
        "PRAGMA table_info(trial)", "PRAGMA wal_checkpoint(TRUNCATE)", "BEGIN", "BEGIN IMMEDIATE",
        "COMMIT", "ROLLBACK", "SAVEPOINT s", "RELEASE s", "EXPLAIN SELECT 1",
        "EXPLAIN QUERY PLAN SELECT 1", "EXPLAIN DELETE FROM trial",
        "SELECT load_extension('/tmp/x.so')", "SELECT writefile('/tmp/titrate-hostile', 'x')",
        "SELECT readfile('/etc/passwd')", "SELECT edit('x')", "SELECT fts3_tokenizer('simple')",
        "SELECT fts3_tokenizer('simple', x'00')", "SELECT * FROM pragma_user_version",
        "SELECT * FROM pragma_table_info('trial')", "SELECT * FROM pragma_journal_mode('delete')",
        "SELECT * FROM pragma_wal_checkpoint", "SELECT * FROM dbstat",
        "SELECT * FROM sqlite_dbpage",
        "SELECT * FROM fsdir('/')", "SELECT * FROM sqlite_stmt", "SELECT * FROM sqlite_temp_schema",
        "SELECT count(*) FROM pragma_user_version", "SELECT count(*) FROM dbstat",
        "SELECT count(*) FROM sqlite_dbpage", "SELECT EXISTS (SELECT 1 FROM pragma_database_list)",
        "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE trial", "SELECT 1; nonsense",
        "SELECT 1;; -- a\n PRAGMA user_version = 9", "", "  ", ";", "-- nothing", "/* open",
        "SELECT ?", "SELECT :name", "SELECT 1\u{0}; DROP TABLE trial", "SELEC 1", "SELECT",
        "SELECT 'open", "SELECT * FROM", "SELECT zeroblob(2000000000)",
    ]

    @Test func `what is not one SELECT is refused and changes nothing`() throws {
        // Closed, so that the file itself and not a log has everything.
        try sample.store.close()
        let database = URL(filePath: sample.files.database)
        let before = try Data(contentsOf: database)
        let query = try ReadOnlyQuery(sample.files)
        for sql in Self.hostile {
            #expect(throws: QueryFault.self, "\(sql)") { try query.run(sql) { _, _ in } }
        }
        // The connection still works and is as restricted as before.
        var count = 0
        try query.run("SELECT * FROM trials") { _, _ in count += 1 }
        #expect(count == 6)
        #expect(try Data(contentsOf: database) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: sample.folder.url.path)
        #expect(
            Set(names).isSubset(of: ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm"]))
        #expect(!FileManager.default.fileExists(atPath: "/tmp/titrate-hostile.sqlite"))
        #expect(!FileManager.default.fileExists(atPath: "/tmp/titrate-hostile"))
    }

    @Test func `an endless query ends at its deadline`() throws {
        let endless = "WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) "
        let limits = QueryLimits(deadline: .milliseconds(100))
        for sql in ["SELECT count(*) FROM c", "SELECT x FROM c WHERE x < 0"] {
            #expect(fault(endless + sql, limits: limits)?.kind == .deadline(.milliseconds(100)))
        }
    }

    @Test func `a query that hoards memory is ended`() throws {
        let sql = """
            WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c)
            SELECT group_concat(hex(zeroblob(1000))) FROM c
            """
        let limits = QueryLimits(memoryBytes: 32 << 20)
        #expect(fault(sql, limits: limits)?.kind == .memory(bytes: 32 << 20))
    }

    @Test(arguments: [
        ("SELECT * FROM trails", "did you mean trials?"),
        ("SELECT * FROM trial_metrics", "did you mean metrics?"),
        ("SELECT recovery_eror FROM trials", "did you mean recovery_error?"),
        ("SELECT t.statsu FROM trials t", "did you mean status?"),
        ("SELECT swish FROM trials", "text stands in single quotes"),
        ("SELECT * FROM nothing_like_it_at_all", "there are sweeps, trials"),
        ("SELECT 1; SELECT 2", "one SELECT at a time"),
        ("PRAGMA user_version", "SELECT rank"),
        ("", "SELECT rank"),
    ])
    func `a refusal says how to mend it`(sql: String, hint: String) {
        #expect(fault(sql)?.hint?.contains(hint) == true, "\(fault(sql)?.rendered ?? "none")")
        #expect(fault(sql)?.exitCode == 1)
    }

    @Test func `a fault is placed in the SQL`() {
        #expect(
            fault("SELECT trial,\n    recovery_eror FROM trials")?.rendered == """
                query:2:5: error: no such column: recovery_eror
                      recovery_eror FROM trials
                      ^
                help: did you mean recovery_error?
                """)
        #expect(fault("SELECT (1")?.rendered == "error: incomplete input")
    }

    @Test func `rows that were not asked for further are not made`() throws {
        struct Enough: Error {}
        var count = 0
        #expect(throws: Enough.self) {
            try ReadOnlyQuery(sample.files).run(
                "WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
            ) { _, _ in
                count += 1
                if count == 10 { throw Enough() }
            }
        }
        #expect(count == 10)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")))
    func `the views work in SQLite's own shell`() throws {
        let result = try run(
            URL(filePath: "/usr/bin/sqlite3"),
            [sample.files.database, "SELECT status, count(*) FROM trials; SELECT * FROM ranking"])
        #expect(result.output == "queued|6\n")
        #expect(result.errors == "")
    }
}
