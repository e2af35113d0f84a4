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
            let reader = TrialReader(store: self, database: database)
            try reader.forEach(where: Self.leadingMembership, [id]) { record = $0 }
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
                curve: curve(of: id, unknowns: unknowns.count, database))
        }
    }

    /// The one row of a trial that tells most of it: of a sweep whose plan it is in, and for which
    /// it has not been run again since.
    private static let leadingMembership = """
        m.trial = ?1 AND m.sweep = (SELECT sweep FROM member WHERE trial = ?1
            ORDER BY status IS NOT NULL, status IS NOT 'dropped', sweep LIMIT 1)
        """

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

    private func sweeps(of trial: Int64, _ database: Database) throws -> [TrialDetail.Membership] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT s.name, m.reused, m.status IS 'dropped'
                FROM member m JOIN sweep s ON s.id = m.sweep
                WHERE m.trial = ? ORDER BY s.name
                """,
            arguments: [trial])
        return rows.map {
            TrialDetail.Membership(sweep: $0[0], isReused: $0[1], isDropped: $0[2])
        }
    }

    private func attempts(of trial: Int64, _ database: Database) throws -> [AttemptRecord] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT a.*, w.name AS worker_name FROM attempt a JOIN worker w ON w.id = a.worker
                WHERE a.trial = ? AND \(Schema.isAttempt) ORDER BY a.number
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

    func curve(
        of trial: Int64, unknowns: Int, _ database: Database
    ) throws -> [CurvePoint] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT step, v0, v1, v2, v3, v4, v5, v6, v7 FROM curve
                WHERE trial = ? ORDER BY step, block
                """,
            arguments: [trial])
        var steps: [(step: Int, blocks: [[DatabaseValue]])] = []
        while let row = try rows.next() {
            let step: Int = row[0]
            if steps.last?.step != step { steps.append((step, [])) }
            steps[steps.count - 1].blocks.append(
                (1...CurveValues.rowSize).map { row[$0] as DatabaseValue })
        }
        return steps.map { step, blocks in
            CurveValues(rows: blocks, unknowns: unknowns).point(atStep: step)
        }
    }
}
