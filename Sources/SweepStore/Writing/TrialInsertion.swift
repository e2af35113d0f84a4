import GRDB
import JSONText
import Settings
import SweepModel

extension SweepInsertion {
    /// Makes the plan's trials, in their order, the sweep's, and queues those that have to run.
    ///
    /// - Parameter earlier: what the sweep had before; what the plan has no longer is dropped.
    /// - Returns: how many that the sweep did not have another one has finished.
    func insertTrials(sweep: Int64, problem: Int64, earlier: [EarlierMember]) throws -> Int {
        try database.execute(sql: "DELETE FROM member WHERE sweep = ?", arguments: [sweep])
        var left = Dictionary(uniqueKeysWithValues: earlier.map { ($0.name, $0) })
        var configurations: [ConfigurationID: Int64] = [:]
        let add = try database.cachedStatement(
            sql: """
                INSERT INTO trial (name, configuration, problem, seed, replicate, numerics,
                    version, status)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'queued') ON CONFLICT DO NOTHING
                """)
        let seed = StoredSeed(entry.plan.seed)
        var shared = 0
        let trials = entry.plan.trials(problemDigest: entry.problem.digest)
        for (position, trial) in trials.enumerated() {
            if let member = left.removeValue(forKey: trial.id.text) {
                try join(member.kept, to: sweep, at: position)
                continue
            }
            let configuration =
                try configurations[trial.configuration.id]
                ?? insertConfiguration(trial.configuration)
            configurations[trial.configuration.id] = configuration
            try add.execute(arguments: [
                trial.id.text, configuration, problem, seed, trial.replicate, numericsVersion,
                entry.version,
            ])
            let isNew = database.changesCount > 0
            let id = isNew ? database.lastInsertedRowID : try knownTrial(trial.id)
            let isShared = try !isNew && isSettled(id)
            if isShared { shared += 1 }
            try join(
                EarlierMember(trial: id, name: trial.id.text, isReused: isShared), to: sweep,
                at: position)
        }
        for (place, member) in earlier.filter({ left[$0.name] != nil }).enumerated() {
            try join(member.dropped, to: sweep, at: entry.plan.trialCount + place)
        }
        return shared
    }

    private func join(_ member: EarlierMember, to sweep: Int64, at position: Int) throws {
        let join = try database.cachedStatement(
            sql: """
                INSERT INTO member (sweep, position, trial, status, attempt, reused)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        try join.execute(arguments: [
            sweep, position, member.trial, member.status, member.attempt, member.isReused,
        ])
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

/// A trial of a sweep, as it was before the sweep was handed in again.
struct EarlierMember {
    var trial: Int64
    var name: String
    /// As in `member`: how the trial ended for this sweep, where that is not how it stands now.
    var status: String?
    var attempt: Int?
    var isReused = false
    /// The attempt that brought the trial's result, whatever the sweep.
    var acceptedAttempt: Int?

    var isDropped: Bool { status == TrialStatus.dropped.rawValue }

    /// The trial in the plan: what had been dropped comes back as it stands now.
    var kept: EarlierMember {
        guard isDropped else { return self }
        var member = self
        member.status = nil
        member.attempt = nil
        return member
    }

    /// The trial out of the plan, with the attempt that counted.
    var dropped: EarlierMember {
        guard !isDropped else { return self }
        var member = self
        member.attempt = status == nil ? acceptedAttempt : attempt
        member.status = TrialStatus.dropped.rawValue
        return member
    }

    /// The trials of a sweep in their order.
    static func all(of sweep: Int64, _ database: Database) throws -> [EarlierMember] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT m.trial, t.name, m.status, m.attempt, m.reused, t.attempt
                FROM member m JOIN trial t ON t.id = m.trial
                WHERE m.sweep = ? ORDER BY m.position
                """,
            arguments: [sweep])
        var members: [EarlierMember] = []
        while let row = try rows.next() {
            members.append(
                EarlierMember(
                    trial: row[0], name: row[1], status: row[2], attempt: row[3],
                    isReused: row[4], acceptedAttempt: row[5]))
        }
        return members
    }
}
