import GRDB
public import SweepModel

extension SweepStore {
    /// The trials of a sweep in plan order.
    public func trialRecords(of sweep: String) throws -> [TrialRecord] {
        var records: [TrialRecord] = []
        try forEachTrialRecord(of: sweep) { records.append($0) }
        return records
    }

    /// Hands over the trials of a sweep one by one, in plan order and in one transaction.
    public func forEachTrialRecord(
        of sweep: String, _ body: (TrialRecord) throws -> Void
    ) throws {
        try read { database in
            let reader = TrialReader(store: self, database: database)
            try reader.forEach(where: "m.sweep = ?", [sweepID(sweep, database)], body)
        }
    }
}

extension SweepStore {
    /// The trials of the configurations that rank first in a sweep of which every trial has ended;
    /// a fraction of the work of ``trialRecords(of:)``.
    ///
    /// They rank as in the view `ranking`: those that the plan was focused on first, by the upper
    /// median of their replicates, failed ones infinite, then by id.
    public func leadingTrialRecords(
        of sweep: String, configurations count: Int
    ) throws -> [TrialRecord] {
        try read { database in
            let id = try sweepID(sweep, database)
            let leading = try leadingConfigurations(
                id, count: count, before: .confirmation, withFailed: true, database)
            let list = "[\(leading.map(String.init).joined(separator: ","))]"
            return try trialRecords(
                of: id, "m.stage < 2 AND t.configuration IN (SELECT value FROM json_each(?))",
                [list], database)
        }
    }

    /// All trials of the configurations of a sweep that were confirmed.
    public func confirmedTrialRecords(of sweep: String) throws -> [TrialRecord] {
        try read { database in
            try trialRecords(
                of: sweepID(sweep, database),
                """
                t.configuration IN (SELECT c.configuration
                    FROM member o JOIN trial c ON c.id = o.trial
                    WHERE o.sweep = m.sweep AND o.stage = 2 AND o.status IS NOT 'dropped')
                """, [], database)
        }
    }

    private func trialRecords(
        of sweep: Int64, _ condition: String, _ arguments: StatementArguments,
        _ database: Database
    ) throws -> [TrialRecord] {
        var records: [TrialRecord] = []
        try TrialReader(store: self, database: database).forEach(
            where: "m.sweep = ? AND m.status IS NOT 'dropped' AND \(condition)",
            [sweep] + arguments
        ) { records.append($0) }
        return records
    }

    /// The rows of the configurations that rank first by their trials in the stages before one;
    /// those whose median is infinite come in only where that is told.
    func leadingConfigurations(
        _ sweep: Int64, count: Int, before stage: TrialStage, withFailed: Bool = false,
        _ database: Database
    ) throws -> [Int64] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT t.configuration, c.name, m.stage,
                    iif(coalesce(m.status, t.status) = 'succeeded',
                        iif(p.has_truth, a.recovery_error, a.loss_holdout), NULL)
                FROM member m
                JOIN trial t ON t.id = m.trial
                JOIN configuration c ON c.id = t.configuration
                JOIN problem p ON p.id = t.problem
                LEFT JOIN attempt a
                    ON a.trial = t.id AND a.number = iif(m.status IS NULL, t.attempt, m.attempt)
                WHERE m.sweep = ? AND m.status IS NOT 'dropped' AND m.stage < ?
                """,
            arguments: [sweep, stage.rawValue])
        var candidates: [Int64: Candidate] = [:]
        while let row = try rows.next() {
            candidates[row[0], default: Candidate(id: row[0], name: row[1])]
                .add(score: row[3] ?? .infinity, isFocused: row[2] != TrialStage.plan.rawValue)
        }
        return candidates.values.filter { withFailed || $0.median.isFinite }
            .sorted { $0.sortKey < $1.sortKey }.prefix(count).map(\.id)
    }
}

/// A configuration that may rank first, as in the view `ranking`.
private struct Candidate {
    let id: Int64
    let name: String
    private var scores: [Double] = []
    private var isFocused = false

    init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }

    mutating func add(score: Double, isFocused: Bool) {
        scores.append(score)
        self.isFocused = self.isFocused || isFocused
    }

    /// The upper median.
    var median: Double { scores.sorted()[scores.count / 2] }

    var sortKey: (Int, Double, String) { (isFocused ? 0 : 1, median, name) }
}

/// Reads rows of trials; one cache of parsed settings serves all replicates of a configuration.
final class TrialReader {
    private let store: SweepStore
    private let database: Database
    private var configurations: [Int64: SweepModel.Configuration] = [:]

    init(store: SweepStore, database: Database) {
        self.store = store
        self.database = database
    }

    /// - Parameter condition: SQL about `m` (a member) and `t` (its trial).
    func forEach(
        where condition: String, _ arguments: StatementArguments,
        _ body: (TrialRecord) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT t.id AS trial, t.name, t.configuration, c.settings,
                    c.name AS configuration_name, t.replicate,
                    \(Schema.status) AS status,
                    coalesce(m.attempt, t.attempt) IS t.attempt AS is_own,
                    \(Schema.attempts) AS attempts,
                    coalesce(a.cause, t.cause) AS cause, a.steps, a.loss_data, a.loss_initial,
                    a.loss_residual, a.loss_holdout, a.recovery_error, a.mean_recovery_error,
                    a.wall_seconds, a.cpu_seconds, a.peak_memory_bytes, m.stage
                FROM member m
                JOIN trial t ON t.id = m.trial
                JOIN configuration c ON c.id = t.configuration
                LEFT JOIN attempt a
                    ON a.trial = t.id AND a.number = iif(m.status IS NULL, t.attempt, m.attempt)
                WHERE \(condition)
                ORDER BY m.sweep, m.position
                """,
            arguments: arguments)
        while let row = try rows.next() { try body(record(row)) }
    }

    private func record(_ row: Row) throws -> TrialRecord {
        let status = try store.trialStatus(row["status"])
        let isOwn: Bool = row["is_own"]
        return try TrialRecord(
            id: TrialID(row["name"]), configuration: configuration(row),
            replicate: row["replicate"], stage: TrialStage(rawValue: row["stage"]) ?? .plan,
            status: status, attempts: row["attempts"],
            cause: row["cause"], steps: row["steps"], losses: losses(row),
            recoveryError: row["recovery_error"], meanRecoveryError: row["mean_recovery_error"],
            estimates: status.isFinal && isOwn ? estimates(of: row["trial"]) : [], cost: cost(row))
    }

    private func configuration(_ row: Row) throws -> SweepModel.Configuration {
        let id: Int64 = row["configuration"]
        if let known = configurations[id] { return known }
        let configuration = SweepModel.Configuration(
            settings: try store.settings(row["settings"]),
            id: ConfigurationID(row["configuration_name"]))
        configurations[id] = configuration
        return configuration
    }

    /// A loss that was NaN, which SQLite keeps as NULL, is NaN again where its attempt has steps.
    private func losses(_ row: Row) -> LossValues? {
        let data: Double? = row["loss_data"]
        let initial: Double? = row["loss_initial"]
        let residual: Double? = row["loss_residual"]
        guard data != nil || initial != nil || residual != nil else { return nil }
        return LossValues(
            data: data ?? .nan, initial: initial ?? .nan, residual: residual ?? .nan,
            holdout: row["loss_holdout"])
    }

    private func cost(_ row: Row) -> Cost? {
        guard let wall: Double = row["wall_seconds"], let cpu: Double = row["cpu_seconds"],
            let peak: Int = row["peak_memory_bytes"]
        else { return nil }
        return Cost(wallSeconds: wall, cpuSeconds: cpu, peakMemoryBytes: peak)
    }

    private func estimates(of trial: Int64) throws -> [Estimate] {
        let find = try database.cachedStatement(
            sql: """
                SELECT u.name, e.value FROM estimate e
                JOIN trial t ON t.id = e.trial
                JOIN unknown u ON u.problem = t.problem AND u.position = e.position
                WHERE e.trial = ? ORDER BY e.position
                """)
        return try Row.fetchAll(find, arguments: [trial]).map {
            Estimate(parameter: $0[0], value: $0[1] ?? .nan)
        }
    }
}
