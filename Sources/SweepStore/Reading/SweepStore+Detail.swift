import GRDB
import SweepModel

extension SweepStore {
    /// Everything known of the one trial whose id begins with a prefix.
    ///
    /// - Throws: ``StoreFault/unknownTrial(prefix:)``, ``StoreFault/ambiguousTrial(prefix:matches:)``.
    public func trialDetail(prefix: String) throws -> TrialDetail {
        try read { database in
            let id = try trialID(prefix: prefix, database)
            var record: TrialRecord?
            try TrialReader(store: self, database: database)
                .forEach(where: "m.trial = ? AND m.status IS NULL", [id]) { record = record ?? $0 }
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT t.seed, t.numerics, t.version, p.id, p.digest, p.name, p.title
                    FROM trial t JOIN problem p ON p.id = t.problem WHERE t.id = ?
                    """,
                arguments: [id])!
            guard let record else { throw StoreFault.unknownTrial(prefix: prefix) }
            let seed: StoredSeed = row[0]
            let unknowns = try unknowns(of: row[3], database)
            return try TrialDetail(
                record: record, sweeps: sweeps(of: id, database), seed: seed.value,
                numerics: row[1], version: row[2],
                problem: ProblemRecord(
                    digest: row[4], name: row[5], title: row[6], unknowns: unknowns),
                attempts: attempts(of: id, database),
                curve: curve(of: id, unknowns: unknowns, database))
        }
    }

    private func trialID(prefix: String, _ database: Database) throws -> Int64 {
        // Ids are lower-case hexadecimal digits, so that '~' comes after all of them.
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT id, name FROM trial WHERE name >= ?1 AND name < ?1 || '~' LIMIT 6",
            arguments: [prefix])
        guard !prefix.isEmpty, let first = rows.first else {
            throw StoreFault.unknownTrial(prefix: prefix)
        }
        guard rows.count == 1 || first[1] == prefix else {
            throw StoreFault.ambiguousTrial(prefix: prefix, matches: rows.prefix(5).map { $0[1] })
        }
        return first[0]
    }

    private func sweeps(of trial: Int64, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT s.name FROM member m JOIN sweep s ON s.id = m.sweep
                WHERE m.trial = ? ORDER BY s.name
                """,
            arguments: [trial])
    }

    private func attempts(of trial: Int64, _ database: Database) throws -> [AttemptRecord] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT a.*, w.name AS worker_name FROM attempt a JOIN worker w ON w.id = a.worker
                WHERE a.trial = ? ORDER BY a.number
                """,
            arguments: [trial])
        return try rows.map { row in
            try AttemptRecord(
                number: row["number"], worker: WorkerID(row["worker_name"]),
                status: trialStatus(row["status"]), cause: row["cause"], exitCode: row["exit_code"],
                signal: row["signal"],
                stderrTail: row["stderr_tail"], host: row["host"],
                machineType: row["machine_type"], leasedAt: row["leased_at"],
                startedAt: row["started_at"], finishedAt: row["finished_at"], steps: row["steps"])
        }
    }

    private func curve(
        of trial: Int64, unknowns: [UnknownRecord], _ database: Database
    ) throws -> [CurvePoint] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT m.step, n.name, m.value FROM metric m JOIN curve_name n ON n.id = m.name
                WHERE m.trial = ? ORDER BY m.step, m.name
                """,
            arguments: [trial])
        var steps: [(step: Int, values: [String: Double])] = []
        while let row = try rows.next() {
            let step: Int = row[0]
            if steps.last?.step != step { steps.append((step, [:])) }
            steps[steps.count - 1].values[row[1]] = row[2] ?? .nan
        }
        return steps.map { step, values in
            func value(_ name: CurveName) -> Double? { values[name.text] }
            return CurvePoint(
                step: step,
                losses: LossValues(
                    data: value(.lossData) ?? .nan, initial: value(.lossInitial) ?? .nan,
                    residual: value(.lossResidual) ?? .nan, holdout: value(.lossHoldout)),
                estimates: unknowns.map { values[CurveName.text(ofEstimate: $0.name)] ?? .nan })
        }
    }
}
