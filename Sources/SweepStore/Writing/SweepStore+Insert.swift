import Digest
import Foundation
import GRDB
import SweepModel

extension SweepStore {
    /// Takes in a sweep, its plan and its files in one transaction.
    ///
    /// A name that the store has goes on where the plan has the same trials; its description,
    /// limits and files are then replaced by those handed in. Trials that another sweep ended by
    /// their own numbers (succeeded, diverged, stalled) are shared and not run again; those that
    /// time, memory, a crash or a stop ended are queued again, and the earlier sweep keeps how
    /// they ended.
    ///
    /// - Parameter time: milliseconds since 1970, UTC.
    /// - Throws: ``StoreFault/planChanged(sweep:_:)`` where the name has another plan.
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
        let name = entry.sweep.name
        let known = try Int64.fetchOne(
            database, sql: "SELECT id FROM sweep WHERE name = ?", arguments: [name])
        let sweep: Int64
        if let known {
            try checkPlan(known)
            try updateSweep(known)
            sweep = known
        } else {
            sweep = try insertSweep(problem: problem)
        }
        try replaceDocuments(of: sweep)
        let shared = known == nil ? try insertTrials(sweep: sweep, problem: problem) : 0
        return SweepReceipt(isNew: known == nil, trials: entry.plan.trialCount, shared: shared)
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
            try database.execute(
                sql: "INSERT INTO curve_name (name) VALUES (?) ON CONFLICT DO NOTHING",
                arguments: [CurveName.text(ofEstimate: unknown.name)])
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

    /// What may change while the plan stays: nothing that enters a trial's identity.
    private func updateSweep(_ id: Int64) throws {
        let sweep = entry.sweep
        try database.execute(
            sql: """
                UPDATE sweep SET description = ?, question = ?, file_hash = ?, limit_seconds = ?,
                    limit_memory_bytes = ?, retries = ? WHERE id = ?
                """,
            arguments: [
                sweep.description, sweep.question, fileHash, sweep.limits.seconds,
                sweep.limits.memoryBytes, sweep.limits.retries, id,
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

    /// Compares the trials of the store's plan with those handed in, whatever their order.
    private func checkPlan(_ sweep: Int64) throws {
        let stored = try Set(
            String.fetchAll(
                database,
                sql: """
                    SELECT t.name FROM member m JOIN trial t ON t.id = m.trial
                    WHERE m.sweep = ? AND m.status IS NOT 'dropped'
                    """,
                arguments: [sweep]))
        let trials = entry.plan.trials(problemDigest: entry.problem.digest)
        let kept = trials.count { stored.contains($0.id.text) }
        let difference = PlanDifference(
            new: entry.plan.trialCount - kept, kept: kept, gone: stored.count - kept)
        guard difference.new == 0, difference.gone == 0 else {
            throw StoreFault.planChanged(sweep: entry.sweep.name, difference)
        }
    }
}
