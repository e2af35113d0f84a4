import GRDB
import JSONText
import Settings
import SweepModel

extension SweepInsertion {
    /// Adds the plan's trials in their order and queues those that have to run.
    ///
    /// - Returns: how many another sweep has finished.
    func insertTrials(sweep: Int64, problem: Int64) throws -> Int {
        let configurations = try entry.plan.configurations.map(insertConfiguration)
        let find = try database.cachedStatement(
            sql: "SELECT id, status FROM trial WHERE name = ?")
        let add = try database.cachedStatement(
            sql: """
                INSERT INTO trial (name, configuration, problem, seed, replicate, numerics,
                    version, status)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'queued')
                """)
        let join = try database.cachedStatement(
            sql: "INSERT INTO member (sweep, position, trial) VALUES (?, ?, ?)")
        let seed = StoredSeed(entry.plan.seed)
        var shared = 0
        let trials = entry.plan.trials(problemDigest: entry.problem.digest)
        for (position, trial) in trials.enumerated() {
            let id: Int64
            if let known = try Row.fetchOne(find, arguments: [trial.id.text]) {
                id = known[0]
                if try isSettled(id, status: known[1]) { shared += 1 }
            } else {
                try add.execute(arguments: [
                    trial.id.text, configurations[position % configurations.count], problem, seed,
                    trial.replicate, numericsVersion, entry.version,
                ])
                id = database.lastInsertedRowID
            }
            try join.execute(arguments: [sweep, position, id])
        }
        return shared
    }

    /// Whether a known trial needs no run; one that was ended from outside is queued again.
    private func isSettled(_ trial: Int64, status text: String) throws -> Bool {
        guard let status = TrialStatus(rawValue: text), status.isFinal else { return false }
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
        let find = try database.cachedStatement(sql: "SELECT id FROM configuration WHERE name = ?")
        if let known = try Int64.fetchOne(find, arguments: [configuration.id.text]) {
            return known
        }
        let settings = configuration.settings
        let add = try database.cachedStatement(
            sql: """
                INSERT INTO configuration (name, layers, neurons, activation, learning_rate,
                    optimizer, collocation_points, weight_data, weight_initial, weight_residual,
                    settings)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try add.execute(arguments: [
            configuration.id.text, settings.layers, settings.neurons, settings.activation,
            settings.learningRate, settings.optimizer, settings.collocationPoints,
            settings.dataWeight, settings.initialWeight, settings.residualWeight,
            settings.json.serialized(),
        ])
        return database.lastInsertedRowID
    }
}

extension TrialStatus {
    /// Whether the trial's own numbers ended it, as they would every time: such a result may be
    /// shared between sweeps.
    var isDecidedByNumbers: Bool { self == .succeeded || self == .diverged || self == .stalled }
}
