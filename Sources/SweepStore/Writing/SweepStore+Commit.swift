public import Coordinator
import GRDB
import SweepModel

extension SweepStore: Store {
    @discardableResult
    public func commit(_ changes: [StoreChange]) throws -> [Bool] {
        guard !changes.isEmpty else { return [] }
        return try write { database in
            let writer = ChangeWriter(database: database)
            return try changes.map(writer.apply)
        }
    }
}

/// Applies single changes inside a transaction; each says whether it was applied.
struct ChangeWriter {
    let database: Database

    func apply(_ change: StoreChange) throws -> Bool {
        switch change {
        case .workerRegistered(let worker, let time):
            try register(worker, at: time)
        case .workerRead(let worker, let offset):
            try update(
                """
                UPDATE worker SET offset = ?1
                WHERE name = ?2 AND closed_at IS NULL AND offset <= ?1
                """,
                [offset, worker.text])
        case .workerClosed(let worker, let time):
            try update(
                "UPDATE worker SET closed_at = ? WHERE name = ? AND closed_at IS NULL",
                [time, worker.text])
        case .leased(let attempt, let worker, let time):
            try lease(attempt, to: worker, at: time)
        case .leaseReturned(let attempt, let worker):
            try withRunning(attempt, worker) { trial in try takeBack(attempt, of: trial) }
        case .attemptStarted(let attempt, let worker, let machineType, let host, let time):
            try withRunning(attempt, worker) { trial in
                try start(attempt, of: trial, machineType: machineType, host: host, at: time)
            }
        case .curve(let attempt, let worker, let points):
            try withRunning(attempt, worker) { trial in
                try add(points, of: attempt, to: trial)
            }
        case .attemptEnded(let attempt, let worker, let outcome, let status, let account, let time):
            try withRunning(attempt, worker) { trial in
                let end = AttemptEnd(
                    outcome: outcome, trialBecomes: status, account: account, time: time)
                try self.end(attempt, of: trial, end)
            }
        case .trained(let attempt, let network):
            try keep(network, of: attempt)
        case .settled(let trial, let status, let cause, let time):
            try settle(trial, status, cause: cause, at: time)
        }
    }

    /// Runs a statement that changes one row or none.
    func update(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
        return database.changesCount > 0
    }

    private func register(_ worker: WorkerRecord, at time: Int) throws -> Bool {
        try update(
            """
            INSERT INTO worker (name, host, pid, boot_id, start_time, offset, registered_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                worker.id.text, worker.host, worker.pid, worker.bootID, worker.startTime,
                worker.offset, time,
            ])
    }

    private func lease(_ attempt: AttemptID, to worker: WorkerID, at time: Int) throws -> Bool {
        let isLeased = try update(
            """
            UPDATE trial SET status = 'running', attempts = ?1, attempt = ?1, worker = w.id
            FROM worker w
            WHERE w.name = ?2 AND w.closed_at IS NULL
                AND trial.name = ?3 AND trial.status = 'queued' AND trial.attempts = ?1 - 1
            """,
            [attempt.number, worker.text, attempt.trial.text])
        guard isLeased else { return false }
        return try update(
            """
            INSERT INTO attempt (trial, number, worker, status, leased_at)
            SELECT id, attempt, worker, 'running', ? FROM trial WHERE name = ?
            """,
            [time, attempt.trial.text])
    }

    private func takeBack(_ attempt: AttemptID, of trial: RunningTrial) throws {
        _ = try update(
            "DELETE FROM attempt WHERE trial = ? AND number = ?", [trial.id, attempt.number])
        _ = try update(
            """
            UPDATE trial SET status = 'queued', attempts = attempts - 1, attempt = NULL,
                worker = NULL
            WHERE id = ?
            """,
            [trial.id])
    }

    private func settle(
        _ trial: TrialID, _ status: TrialStatus, cause: String, at time: Int
    ) throws -> Bool {
        precondition(status.isFinal, "a settled trial is final")
        return try update(
            """
            UPDATE trial SET status = ?, cause = ?, settled_at = ?
            WHERE name = ? AND status = 'queued'
            """,
            [status.rawValue, cause, time, trial.text])
    }

    /// Does something to a trial that runs under this very attempt and worker, or refuses.
    private func withRunning(
        _ attempt: AttemptID, _ worker: WorkerID, _ body: (RunningTrial) throws -> Void
    ) throws -> Bool {
        let find = try database.cachedStatement(
            sql: """
                SELECT t.id, t.problem, t.curve_attempt FROM trial t JOIN worker w ON w.id = t.worker
                WHERE t.name = ? AND t.status = 'running' AND t.attempt = ? AND w.name = ?
                """)
        let arguments: StatementArguments = [attempt.trial.text, attempt.number, worker.text]
        guard let row = try Row.fetchOne(find, arguments: arguments) else { return false }
        try body(RunningTrial(id: row[0], problem: row[1], curveAttempt: row[2]))
        return true
    }
}

/// What changes have to know of the trial that they are about.
struct RunningTrial {
    var id: Int64
    var problem: Int64
    /// The attempt whose curve the store has.
    var curveAttempt: Int?
}

/// How an attempt ended, and what that makes of its trial.
struct AttemptEnd {
    var outcome: AttemptOutcome
    var trialBecomes: TrialStatus
    var account: AttemptAccount
    /// Milliseconds since 1970, UTC.
    var time: Int
}
