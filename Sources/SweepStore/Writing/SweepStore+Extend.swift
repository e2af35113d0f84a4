import GRDB
public import SweepModel

/// What the store did with an extension of a plan.
public struct ExtensionReceipt: Hashable, Sendable {
    /// How many configurations were chosen.
    public var configurations: Int
    /// Trials that the sweep did not have.
    public var added: Int
    /// Those of them that need no run, since another sweep has finished them.
    public var shared: Int

    public init(configurations: Int, added: Int, shared: Int) {
        self.configurations = configurations
        self.added = added
        self.shared = shared
    }
}

extension SweepStore {
    /// Gives the configurations that rank first further replicates, in one transaction.
    ///
    /// The choice is a function of results that are final, so that the same extension again adds
    /// nothing. Configurations of which no median is finite are not chosen. A confirmation's seeds
    /// are those behind all that had a part in the choice.
    ///
    /// - Precondition: The trials that the choice goes by have ended.
    @discardableResult
    public func extend(_ sweep: String, by plan: PlanExtension) throws -> ExtensionReceipt {
        try write { database in
            let id = try sweepID(sweep, database)
            let chosen = try leadingConfigurations(
                id, count: plan.top, before: plan.stage, database)
            let trials = try trials(of: id, of: chosen, by: plan, database)
            return try add(trials, to: id, configurations: chosen.count, plan.stage, database)
        }
    }

    /// Replicate by replicate, as in a plan.
    private func trials(
        of sweep: Int64, of chosen: [Int64], by plan: PlanExtension, _ database: Database
    ) throws -> [PlannedTrial] {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT s.seed, p.digest, s.replicates FROM sweep s
                JOIN problem p ON p.id = s.problem WHERE s.id = ?
                """,
            arguments: [sweep])!
        let (seed, digest): (StoredSeed, String) = (row[0], row[1])
        let replicates: Range<Int>
        switch plan {
        case .focus(let focus):
            let planned: Int = row[2]
            replicates = planned..<max(planned, focus.replicates)
        case .confirmation(_, let count):
            let first = try Self.replicates(of: sweep, before: .confirmation, database)
            replicates = first..<first + count
        }
        let configurations = try chosen.map { id in
            try configuration(
                String.fetchOne(
                    database, sql: "SELECT settings FROM configuration WHERE id = ?",
                    arguments: [id])!)
        }
        return replicates.flatMap { replicate in
            configurations.map {
                PlannedTrial(
                    configuration: $0, replicate: replicate, seed: seed.value,
                    problemDigest: digest)
            }
        }
    }

    private func add(
        _ trials: [PlannedTrial], to sweep: Int64, configurations: Int, _ stage: TrialStage,
        _ database: Database
    ) throws -> ExtensionReceipt {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT s.problem, s.seed, s.version,
                    (SELECT max(position) + 1 FROM member WHERE sweep = s.id)
                FROM sweep s WHERE s.id = ?
                """,
            arguments: [sweep])!
        let seed: StoredSeed = row[1]
        var insertion = TrialInsertion(
            database, sweep: sweep, problem: row[0], seed: seed.value, version: row[2],
            position: row[3])
        var added = 0
        for trial in trials where try !takeBack(trial.id, into: stage, of: sweep, database) {
            try insertion.add(trial, stage: stage)
            added += 1
        }
        try Self.countTrials(of: sweep, database)
        return ExtensionReceipt(
            configurations: configurations, added: added, shared: insertion.shared)
    }

    /// Whether the sweep has or had the trial, which then is in the earlier of the two stages.
    private func takeBack(
        _ trial: TrialID, into stage: TrialStage, of sweep: Int64, _ database: Database
    ) throws -> Bool {
        let update = try database.cachedStatement(
            sql: """
                UPDATE member SET stage = iif(status IS 'dropped', ?1, min(stage, ?1)),
                    attempt = iif(status IS 'dropped', NULL, attempt),
                    status = iif(status IS 'dropped', NULL, status)
                WHERE sweep = ?2 AND trial = (SELECT id FROM trial WHERE name = ?3)
                """)
        try update.execute(arguments: [stage.rawValue, sweep, trial.text])
        return database.changesCount > 0
    }

    /// One more than the largest replicate of a sweep's trials in the stages before one.
    private static func replicates(
        of sweep: Int64, before stage: TrialStage, _ database: Database
    ) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT max(t.replicate) + 1 FROM member m JOIN trial t ON t.id = m.trial
                WHERE m.sweep = ? AND m.status IS NOT 'dropped' AND m.stage < ?
                """,
            arguments: [sweep, stage.rawValue]) ?? 0
    }

    /// Brings the counts that stand beside a sweep up to date with its trials.
    static func countTrials(of sweep: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE sweep SET (planned, data_sets) = (
                    SELECT count(*), coalesce(max(t.replicate) + 1, 0)
                    FROM member m JOIN trial t ON t.id = m.trial
                    WHERE m.sweep = sweep.id AND m.status IS NOT 'dropped')
                WHERE id = ?
                """,
            arguments: [sweep])
    }
}
