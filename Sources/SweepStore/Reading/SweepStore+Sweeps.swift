import Foundation
import GRDB
public import SweepModel

extension SweepStore {
    /// The names of the store's sweeps, sorted.
    public func sweepNames() throws -> [String] {
        try read(sweepNames)
    }

    /// The sweep of this name, or the only one where none is named.
    public func resolvedName(_ name: String?) throws -> String {
        try read { database in
            let known = try sweepNames(database)
            guard let name else {
                guard known.count == 1 else { throw StoreFault.sweepNotNamed(known: known) }
                return known[0]
            }
            guard known.contains(name) else {
                throw StoreFault.unknownSweep(name: name, known: known)
            }
            return name
        }
    }

    /// A sweep, with what a report says about where it came from.
    public func sweepRecord(named name: String) throws -> SweepRecord {
        try read { database in
            let id = try sweepID(name, database)
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT s.*, p.digest, p.name AS problem_name, p.title
                    FROM sweep s JOIN problem p ON p.id = s.problem WHERE s.id = ?
                    """,
                arguments: [id])!
            return try sweepRecord(row, id: id, database)
        }
    }

    private func sweepRecord(_ row: Row, id: Int64, _ database: Database) throws -> SweepRecord {
        let word: String = row["method"]
        guard let method = SweepMethod(rawValue: word) else {
            throw StoreFault.corrupt(path: files.database, detail: "method: \(word)")
        }
        let seed: StoredSeed = row["seed"]
        return try SweepRecord(
            name: row["name"], description: row["description"], question: row["question"],
            method: method, seed: seed.value, replicates: row["replicates"],
            planned: row["planned"], dataSets: row["data_sets"], fileHash: row["file_hash"],
            problemHash: row["digest"],
            problemName: row["problem_name"], problemTitle: row["title"],
            unknowns: unknowns(of: row["problem"], database),
            limits: Limits(
                seconds: row["limit_seconds"], memoryBytes: row["limit_memory_bytes"],
                retries: row["retries"]),
            createdAt: timestamp(row["created_at"]), version: row["version"],
            machineTypes: machineTypes(of: id, database))
    }

    func unknowns(of problem: Int64, _ database: Database) throws -> [UnknownRecord] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT name, truth, guess, lower_bound, upper_bound, unit
                FROM unknown WHERE problem = ? ORDER BY position
                """,
            arguments: [problem])
        return rows.map {
            UnknownRecord(
                name: $0[0], truth: $0[1], guess: $0[2], lowerBound: $0[3], upperBound: $0[4],
                unit: $0[5])
        }
    }

    private func machineTypes(of sweep: Int64, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT a.machine_type FROM member m
                JOIN trial t ON t.id = m.trial
                JOIN attempt a ON a.trial = t.id
                    AND a.number = iif(m.status IS NULL, t.attempt, m.attempt)
                WHERE m.sweep = ? AND a.machine_type IS NOT NULL ORDER BY 1
                """,
            arguments: [sweep])
    }

    /// The files of a sweep, byte for byte: sweep file, problem file, data.
    public func documents(of sweep: String) throws -> [StoredDocument] {
        try read { database in
            let id = try sweepID(sweep, database)
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT f.role, f.path, d.content
                    FROM sweep_document f JOIN document d ON d.id = f.document WHERE f.sweep = ?
                    """,
                arguments: [id])
            return StoredDocument.Role.allCases.compactMap { role in
                rows.first { $0[0] == role.rawValue }.map { row in
                    let content: Data = row[2]
                    return StoredDocument(role: role, path: row[1], content: Array(content))
                }
            }
        }
    }

    /// How far a sweep has come.
    public func status(of sweep: String) throws -> StatusSummary {
        try read { database in
            let id = try sweepID(sweep, database)
            let planned = try Int.fetchOne(
                database, sql: "SELECT planned FROM sweep WHERE id = ?", arguments: [id])!
            let times = try Row.fetchOne(
                database,
                sql: """
                    SELECT min(a.leased_at), max(a.finished_at) FROM member m
                    JOIN trial t ON t.id = m.trial
                    JOIN attempt a ON a.trial = t.id
                        AND a.number = iif(m.status IS NULL, t.attempt, m.attempt)
                    WHERE m.sweep = ?
                    """,
                arguments: [id])!
            let marked = try Row.fetchOne(
                database,
                sql: """
                    SELECT sum(reused AND status IS NOT 'dropped'), sum(status IS 'dropped')
                    FROM member WHERE sweep = ?
                    """,
                arguments: [id])!
            return try StatusSummary(
                sweep: sweep, planned: planned, counts: counts(id, by: Schema.status, database),
                reused: marked[0] ?? 0, dropped: marked[1] ?? 0,
                failures: failures(id, database), best: best(id, database),
                firstStart: times[0], lastEnd: times[1],
                trialsPerSecond: rate(id, until: times[1], database))
        }
    }

    private func failures(_ sweep: Int64, _ database: Database) throws -> [FailureCount] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT coalesce(m.status, t.status) AS status, coalesce(a.cause, t.cause),
                    count(*) AS number
                FROM member m
                JOIN trial t ON t.id = m.trial
                LEFT JOIN attempt a ON a.trial = t.id
                    AND a.number = iif(m.status IS NULL, t.attempt, m.attempt)
                WHERE m.sweep = ? AND coalesce(m.status, t.status)
                    NOT IN ('queued', 'running', 'succeeded', 'dropped')
                GROUP BY 1, 2 ORDER BY number DESC, 1, 2
                """,
            arguments: [sweep])
        let counts = try rows.map { row in
            try FailureCount(status: trialStatus(row[0]), cause: row[1], count: row[2])
        }
        return FailureCount.merged(counts)
    }

    private func rate(_ sweep: Int64, until end: Int?, _ database: Database) throws -> Double? {
        guard let end else { return nil }
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*), min(a.finished_at) FROM member m
                JOIN trial t ON t.id = m.trial
                JOIN attempt a ON a.trial = t.id
                    AND a.number = iif(m.status IS NULL, t.attempt, m.attempt)
                WHERE m.sweep = ? AND a.finished_at > ?
                """,
            arguments: [sweep, end - StatusSummary.rateWindow])!
        let count: Int = row[0]
        guard count > 1, let first: Int = row[1], end > first else { return nil }
        return Double(count - 1) / (Double(end - first) / 1000)
    }
}
