import GRDB
import JSONText
import Settings
import SweepModel

extension SweepInsertion {
    /// Adds the plan's trials in their order and queues those that have to run.
    ///
    /// - Returns: how many another sweep has finished.
    func insertTrials(sweep: Int64, problem: Int64) throws -> Int {
        let configurations = try Dictionary(
            uniqueKeysWithValues: entry.plan.configurations.map {
                ($0.id, try insertConfiguration($0))
            })
        let add = try database.cachedStatement(
            sql: """
                INSERT INTO trial (name, configuration, problem, seed, replicate, numerics,
                    version, status)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'queued') ON CONFLICT DO NOTHING
                """)
        let join = try database.cachedStatement(
            sql: "INSERT INTO member (sweep, position, trial) VALUES (?, ?, ?)")
        let seed = StoredSeed(entry.plan.seed)
        var shared = 0
        let trials = entry.plan.trials(problemDigest: entry.problem.digest)
        for (position, trial) in trials.enumerated() {
            try add.execute(arguments: [
                trial.id.text, configurations[trial.configuration.id], problem, seed,
                trial.replicate, numericsVersion, entry.version,
            ])
            let isNew = database.changesCount > 0
            let id = isNew ? database.lastInsertedRowID : try knownTrial(trial.id)
            if !isNew, try isSettled(id) { shared += 1 }
            try join.execute(arguments: [sweep, position, id])
        }
        return shared
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

    private func insertConfiguration(_ configuration: SweepModel.Configuration) throws -> Int64 {
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
