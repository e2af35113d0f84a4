public import Coordinator
import GRDB
import JSONText
import Settings
public import SweepModel

extension SweepStore {
    public func runState(of sweep: String) throws -> RunState {
        try read { database in
            let id = try sweepID(sweep, database)
            return try RunState(
                open: openTrials(id, named: sweep, database), counts: counts(id, database),
                workers: openWorkers(database), best: best(id, database))
        }
    }

    public func interruptedSweeps() throws -> [InterruptedSweep] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT s.name, s.limit_seconds, s.limit_memory_bytes, s.retries, s.problem
                    FROM trial t
                    JOIN member m ON m.trial = t.id AND m.status IS NULL
                    JOIN sweep s ON s.id = m.sweep
                    WHERE t.status = 'running'
                    GROUP BY s.id
                    HAVING min(t.numerics) = ?1 AND max(t.numerics) = ?1
                    ORDER BY s.name
                    """,
                arguments: [numericsVersion])
            return try rows.map { row in
                InterruptedSweep(
                    name: row[0],
                    limits: Limits(seconds: row[1], memoryBytes: row[2], retries: row[3]),
                    unknownNames: try unknowns(of: row[4], database).map(\.name))
            }
        }
    }

    public func plannedTrial(_ trial: TrialID, of sweep: String) throws -> PlannedTrial {
        try read { database in
            let find = try database.cachedStatement(
                sql: """
                    SELECT c.settings, t.replicate, t.seed, p.digest
                    FROM trial t
                    JOIN member m ON m.trial = t.id
                    JOIN sweep s ON s.id = m.sweep
                    JOIN configuration c ON c.id = t.configuration
                    JOIN problem p ON p.id = t.problem
                    WHERE t.name = ? AND s.name = ?
                    """)
            guard let row = try Row.fetchOne(find, arguments: [trial.text, sweep]) else {
                throw StoreFault.unknownTrial(prefix: trial.text)
            }
            let seed: StoredSeed = row[2]
            return try PlannedTrial(
                configuration: configuration(row[0]), replicate: row[1], seed: seed.value,
                problemDigest: row[3])
        }
    }

    /// A configuration from its settings' JSON as the store has it.
    func configuration(_ json: String) throws -> SweepModel.Configuration {
        Configuration(settings: try settings(json))
    }

    /// Settings from their JSON as the store has it.
    func settings(_ json: String) throws -> TrialSettings {
        do {
            return try TrialSettings(json: JSONValue(parsing: json))
        } catch {
            throw StoreFault.corrupt(path: files.database, detail: "settings: \(error)")
        }
    }

    /// A status from its word as the store has it.
    func trialStatus(_ word: String) throws -> TrialStatus {
        guard let status = TrialStatus(rawValue: word) else {
            throw StoreFault.corrupt(path: files.database, detail: "status: \(word)")
        }
        return status
    }

    func sweepID(_ name: String, _ database: Database) throws -> Int64 {
        if let id = try Int64.fetchOne(
            database, sql: "SELECT id FROM sweep WHERE name = ?", arguments: [name])
        {
            return id
        }
        throw StoreFault.unknownSweep(name: name, known: try sweepNames(database))
    }

    func sweepNames(_ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "SELECT name FROM sweep ORDER BY name")
    }

    private func openTrials(
        _ sweep: Int64, named name: String, _ database: Database
    ) throws -> [OpenTrial] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT t.name, t.attempts, t.failures, t.worker_deaths, w.name, t.numerics,
                    a.started_at IS NOT NULL
                FROM member m
                JOIN trial t ON t.id = m.trial
                LEFT JOIN worker w ON w.id = t.worker
                LEFT JOIN attempt a ON a.trial = t.id AND a.number = t.attempt
                WHERE m.sweep = ? AND m.status IS NULL AND t.status IN ('queued', 'running')
                ORDER BY m.position
                """,
            arguments: [sweep])
        var open: [OpenTrial] = []
        while let row = try rows.next() {
            let numerics: Int = row[5]
            guard numerics == numericsVersion else {
                throw StoreFault.otherNumerics(
                    sweep: name, found: numerics, supported: numericsVersion)
            }
            let worker: String? = row[4]
            open.append(
                OpenTrial(
                    id: TrialID(row[0]), attempt: row[1], failures: row[2], workerDeaths: row[3],
                    worker: worker.map { WorkerID($0) }, hasStarted: row[6]))
        }
        return open
    }

    /// Trials of the plan by status; what was dropped from it is not among them.
    ///
    /// - Parameter status: SQL about a member `m`, its trial `t` and the attempt `a` that a worker
    ///   has; as the coordinator counts, where a trial runs from its lease on.
    func counts(
        _ sweep: Int64, by status: String = "coalesce(m.status, t.status)", _ database: Database
    ) throws -> [TrialStatus: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT \(status), count(*)
                FROM member m JOIN trial t ON t.id = m.trial
                LEFT JOIN attempt a
                    ON t.status = 'running' AND a.trial = t.id AND a.number = t.attempt
                WHERE m.sweep = ? AND m.status IS NOT 'dropped' GROUP BY 1
                """,
            arguments: [sweep])
        return try Dictionary(
            rows.map { row in (try trialStatus(row[0]), row[1]) }, uniquingKeysWith: +)
    }

    private func openWorkers(_ database: Database) throws -> [WorkerRecord] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT name, host, pid, boot_id, start_time, offset FROM worker
                WHERE closed_at IS NULL ORDER BY id
                """)
        return rows.map {
            WorkerRecord(
                id: WorkerID($0[0]), host: $0[1], pid: $0[2], bootID: $0[3], startTime: $0[4],
                offset: $0[5])
        }
    }

    func best(_ sweep: Int64, _ database: Database) throws -> Double? {
        try Double.fetchOne(
            database,
            sql: """
                SELECT min(iif(p.has_truth, a.recovery_error, a.loss_holdout))
                FROM member m
                JOIN trial t ON t.id = m.trial
                JOIN problem p ON p.id = t.problem
                JOIN attempt a ON a.trial = t.id AND a.number = t.attempt
                WHERE m.sweep = ? AND m.status IS NULL AND t.status = 'succeeded'
                """,
            arguments: [sweep])
    }
}
