import GRDB
import JSONText
import Settings
import SweepModel

/// Trials on their way into a sweep, in their order.
struct TrialInsertion {
    private let database: Database
    private let sweep: Int64
    private let problem: Int64
    private let seed: StoredSeed
    /// The version of Titrate that plans them.
    private let version: String
    private var configurations: [ConfigurationID: Int64] = [:]
    private var position: Int
    /// Trials that were added and that need no run, since another sweep has finished them.
    private(set) var shared = 0

    /// - Parameter position: That of the first trial that is added.
    init(
        _ database: Database, sweep: Int64, problem: Int64, seed: UInt64, version: String,
        position: Int
    ) {
        self.database = database
        self.sweep = sweep
        self.problem = problem
        self.seed = StoredSeed(seed)
        self.version = version
        self.position = position
    }

    /// Adds a trial that the sweep did not have, and queues it where it has to run.
    mutating func add(_ trial: PlannedTrial, stage: TrialStage) throws {
        let configuration =
            try configurations[trial.configuration.id] ?? insert(trial.configuration)
        configurations[trial.configuration.id] = configuration
        let add = try database.cachedStatement(
            sql: """
                INSERT INTO trial (name, configuration, problem, seed, replicate, numerics,
                    version, status)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'queued') ON CONFLICT DO NOTHING
                """)
        try add.execute(arguments: [
            trial.id.text, configuration, problem, seed, trial.replicate, numericsVersion, version,
        ])
        let isNew = database.changesCount > 0
        let id = isNew ? database.lastInsertedRowID : try knownTrial(trial.id)
        let isShared = try !isNew && isSettled(id)
        if isShared { shared += 1 }
        try join(
            EarlierMember(trial: id, name: trial.id.text, isReused: isShared, stage: stage))
    }

    /// Adds a trial that the sweep has had before, as it stood.
    mutating func join(_ member: EarlierMember) throws {
        let join = try database.cachedStatement(
            sql: """
                INSERT INTO member (sweep, position, trial, status, attempt, reused, stage)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        try join.execute(arguments: [
            sweep, position, member.trial, member.status, member.attempt, member.isReused,
            member.stage.rawValue,
        ])
        position += 1
    }

    private func knownTrial(_ id: TrialID) throws -> Int64 {
        let find = try database.cachedStatement(sql: "SELECT id FROM trial WHERE name = ?")
        return try Int64.fetchOne(find, arguments: [id.text])!
    }

    /// Whether a known trial needs no run; one that was ended from outside is queued again.
    private func isSettled(_ trial: Int64) throws -> Bool {
        let find = try database.cachedStatement(sql: "SELECT status FROM trial WHERE id = ?")
        let word = try String.fetchOne(find, arguments: [trial])!
        guard let status = TrialStatus(rawValue: word), status.isFinal else { return false }
        if status.isDecidedByNumbers { return true }
        try database.execute(
            sql: """
                UPDATE member
                SET status = t.status, attempt = t.attempt
                FROM trial t
                WHERE t.id = member.trial AND t.id = ? AND member.status IS NULL
                """,
            arguments: [trial])
        try database.execute(
            sql: """
                UPDATE trial SET status = 'queued', attempt = NULL, failures = 0,
                    worker_deaths = 0, cause = NULL, settled_at = NULL
                WHERE id = ?
                """,
            arguments: [trial])
        return false
    }

    private func insert(_ configuration: SweepModel.Configuration) throws -> Int64 {
        let settings = configuration.settings
        let add = try database.cachedStatement(
            sql: """
                INSERT INTO configuration (name, layers, neurons, activation, learning_rate,
                    optimizer, collocation_points, weight_data, weight_initial, weight_residual,
                    settings)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """)
        try add.execute(arguments: [
            configuration.id.text, settings.layers, settings.neurons, settings.activation,
            settings.learningRate, settings.optimizer, settings.collocationPoints,
            settings.dataWeight, settings.initialWeight, settings.residualWeight,
            settings.json.serialized(),
        ])
        if database.changesCount > 0 { return database.lastInsertedRowID }
        let find = try database.cachedStatement(sql: "SELECT id FROM configuration WHERE name = ?")
        return try Int64.fetchOne(find, arguments: [configuration.id.text])!
    }
}

extension TrialStatus {
    /// Whether the trial's own numbers ended it, as they would every time: such a result may be
    /// shared between sweeps.
    var isDecidedByNumbers: Bool { self == .succeeded || self == .diverged || self == .stalled }
}
