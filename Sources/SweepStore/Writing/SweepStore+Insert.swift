import Digest
import Foundation
import GRDB
import SweepModel

extension SweepStore {
    /// Takes in a sweep, its plan and its files in one transaction.
    ///
    /// A name that the store has goes on: its description, limits and files are replaced by those
    /// handed in. Trials that are in both plans stay what they are; those that are in the old one
    /// only are dropped, their results kept, and come back as they were where a later plan has them
    /// again. Of the others, trials that another sweep ended by their own numbers (succeeded,
    /// diverged, stalled) are shared and not run again; those that time, memory, a crash or a stop
    /// ended are queued again, and the other sweep keeps how they ended.
    ///
    /// - Parameter time: milliseconds since 1970, UTC.
    @discardableResult
    public func insert(_ entry: SweepEntry, at time: Int) throws -> SweepReceipt {
        try write { database in
            let insertion = SweepInsertion(database: database, entry: entry, time: time)
            return try insertion.run()
        }
    }
}

/// One sweep's way into the tables.
struct SweepInsertion {
    let database: Database
    let entry: SweepEntry
    let time: Int

    func run() throws -> SweepReceipt {
        let problem = try insertProblem()
        let known = try Int64.fetchOne(
            database, sql: "SELECT id FROM sweep WHERE name = ?", arguments: [entry.sweep.name])
        let sweep = try known ?? insertSweep(problem: problem)
        if known != nil { try updateSweep(sweep, problem: problem) }
        try replaceDocuments(of: sweep)
        let earlier = known == nil ? [] : try EarlierMember.all(of: sweep, database)
        let change = known == nil ? nil : difference(from: earlier)
        var shared = 0
        if known == nil || change != nil {
            shared = try insertTrials(sweep: sweep, problem: problem, earlier: earlier)
            try SweepStore.countTrials(of: sweep, database)
        }
        return SweepReceipt(
            isNew: known == nil, trials: entry.plan.trialCount, shared: shared, change: change)
    }

    /// Makes the plan's trials, in their order, the sweep's, and queues those that have to run.
    ///
    /// Further replicates of configurations that the plan still has stay; what it has no longer is
    /// dropped.
    ///
    /// - Parameter earlier: what the sweep had before.
    /// - Returns: how many that the sweep did not have another one has finished.
    private func insertTrials(
        sweep: Int64, problem: Int64, earlier: [EarlierMember]
    ) throws -> Int {
        try database.execute(sql: "DELETE FROM member WHERE sweep = ?", arguments: [sweep])
        var left = Dictionary(uniqueKeysWithValues: earlier.map { ($0.name, $0) })
        var insertion = TrialInsertion(
            database, sweep: sweep, problem: problem, seed: entry.plan.seed,
            version: entry.version, position: 0)
        var planned: Set<Int64> = []
        for trial in entry.plan.trials(problemDigest: entry.problem.digest) {
            if let member = left.removeValue(forKey: trial.id.text) {
                try insertion.join(member.kept(in: .plan))
                if let configuration = member.configuration { planned.insert(configuration) }
            } else {
                try insertion.add(trial, stage: .plan)
            }
        }
        let rest = earlier.filter { left[$0.name] != nil }
        let isKept = { (member: EarlierMember) in
            member.stage > .plan && !member.isDropped
                && member.configuration.map(planned.contains) == true
        }
        for member in rest where isKept(member) { try insertion.join(member) }
        for member in rest where !isKept(member) { try insertion.join(member.dropped) }
        return insertion.shared
    }

    /// Compares the trials of the store's plan with those handed in, whatever their order.
    private func difference(from earlier: [EarlierMember]) -> PlanDifference? {
        let stored = Set(
            earlier.lazy.filter { !$0.isDropped && $0.stage == .plan }.map(\.name))
        let trials = entry.plan.trials(problemDigest: entry.problem.digest)
        let kept = trials.count { stored.contains($0.id.text) }
        let difference = PlanDifference(
            new: entry.plan.trialCount - kept, kept: kept, gone: stored.count - kept)
        return difference.new == 0 && difference.gone == 0 ? nil : difference
    }

    private func insertProblem() throws -> Int64 {
        let problem = entry.problem
        if let known = try Int64.fetchOne(
            database, sql: "SELECT id FROM problem WHERE digest = ?", arguments: [problem.digest])
        {
            return known
        }
        try database.execute(
            sql: "INSERT INTO problem (digest, name, title, has_truth) VALUES (?, ?, ?, ?)",
            arguments: [problem.digest, problem.name, problem.title, problem.hasTruth])
        let id = database.lastInsertedRowID
        for (position, unknown) in problem.unknowns.enumerated() {
            try database.execute(
                sql: "INSERT INTO unknown VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    id, position, unknown.name, unknown.truth, unknown.guess, unknown.lowerBound,
                    unknown.upperBound, unknown.unit,
                ])
        }
        let names =
            CurveValues.lossNames
            + problem.unknowns.map { CurveValues.name(ofEstimate: $0.name) }
        for (position, name) in names.enumerated() {
            try database.execute(
                sql: "INSERT INTO curve_name VALUES (?, ?, ?)", arguments: [id, position, name])
        }
        return id
    }

    private var fileHash: String {
        SHA256.hex(of: entry.documents.first { $0.role == .sweep }?.content ?? [])
    }

    private func insertSweep(problem: Int64) throws -> Int64 {
        let sweep = entry.sweep
        try database.execute(
            sql: """
                INSERT INTO sweep (name, description, question, method, seed, replicates, planned,
                    file_hash, problem, limit_seconds, limit_memory_bytes, retries, version,
                    created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                sweep.name, sweep.description, sweep.question, sweep.method.rawValue,
                StoredSeed(entry.plan.seed), entry.plan.replicates, entry.plan.trialCount,
                fileHash, problem, sweep.limits.seconds, sweep.limits.memoryBytes,
                sweep.limits.retries, entry.version, time,
            ])
        return database.lastInsertedRowID
    }

    private func updateSweep(_ id: Int64, problem: Int64) throws {
        let sweep = entry.sweep
        try database.execute(
            sql: """
                UPDATE sweep SET description = ?, question = ?, method = ?, seed = ?,
                    replicates = ?, file_hash = ?, problem = ?, limit_seconds = ?,
                    limit_memory_bytes = ?, retries = ?, version = ? WHERE id = ?
                """,
            arguments: [
                sweep.description, sweep.question, sweep.method.rawValue,
                StoredSeed(entry.plan.seed), entry.plan.replicates, fileHash, problem,
                sweep.limits.seconds, sweep.limits.memoryBytes,
                sweep.limits.retries, entry.version, id,
            ])
    }

    private func replaceDocuments(of sweep: Int64) throws {
        try database.execute(
            sql: "DELETE FROM sweep_document WHERE sweep = ?", arguments: [sweep])
        for document in entry.documents {
            let hash = SHA256.hex(of: document.content)
            try database.execute(
                sql: "INSERT INTO document (hash, content) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [hash, Data(document.content)])
            try database.execute(
                sql: """
                    INSERT INTO sweep_document (sweep, role, path, document)
                    SELECT ?, ?, ?, id FROM document WHERE hash = ?
                    """,
                arguments: [sweep, document.role.rawValue, document.path, hash])
        }
    }
}
