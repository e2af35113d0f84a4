import Coordinator
import GRDB
import SweepModel

extension ChangeWriter {
    func start(
        _ attempt: AttemptID, of trial: RunningTrial, machineType: String, host: String,
        at time: Int
    ) throws {
        _ = try update(
            """
            UPDATE attempt SET started_at = ?, machine_type = ?, host = ?
            WHERE trial = ? AND number = ?
            """,
            [time, machineType, host, trial.id, attempt.number])
    }

    /// Adds points of the learning curve; the first of an attempt replace an earlier attempt's.
    func add(_ points: [CurvePoint], of attempt: AttemptID, to trial: RunningTrial) throws {
        if trial.curveAttempt != attempt.number {
            _ = try update("DELETE FROM curve WHERE trial = ?", [trial.id])
            _ = try update(
                "UPDATE trial SET curve_attempt = ? WHERE id = ?", [attempt.number, trial.id])
        }
        let insert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO curve VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for point in points {
            for (block, values) in CurveValues(point).rows.enumerated() {
                let key = [trial.id.databaseValue, point.step.databaseValue, block.databaseValue]
                try insert.execute(arguments: StatementArguments(key + values))
            }
        }
    }

    /// Ends an attempt; where the trial becomes final, this attempt is the accepted one.
    func end(_ attempt: AttemptID, of trial: RunningTrial, _ end: AttemptEnd) throws {
        precondition(end.trialBecomes != .running, "an ended attempt leaves its trial")
        let unknowns = try unknowns(of: trial.problem)
        try writeOutcome(of: attempt, trial, end, unknowns: unknowns)
        if end.trialBecomes.isFinal {
            try writeEstimates(of: trial, end.outcome.estimates, unknowns: unknowns)
        }
        _ = try update(
            """
            UPDATE trial SET status = ?, attempt = iif(?, attempt, NULL), worker = NULL,
                failures = failures + ?, worker_deaths = worker_deaths + ?
            WHERE id = ?
            """,
            [
                end.trialBecomes.rawValue, end.trialBecomes.isFinal, end.account == .failure,
                end.account == .workerDeath, trial.id,
            ])
    }

    private func writeOutcome(
        of attempt: AttemptID, _ trial: RunningTrial, _ end: AttemptEnd,
        unknowns: [StoredUnknown]
    ) throws {
        let outcome = end.outcome
        let errors = recovery(of: outcome, unknowns: unknowns)
        _ = try update(
            """
            UPDATE attempt SET status = ?, account = ?, finished_at = ?, recovery_error = ?,
                mean_recovery_error = ?, loss_data = ?, loss_initial = ?, loss_residual = ?,
                loss_holdout = ?, steps = ?, wall_seconds = ?, cpu_seconds = ?,
                peak_memory_bytes = ?, exit_code = ?, signal = ?, cause = ?, stderr_tail = ?
            WHERE trial = ? AND number = ?
            """,
            [
                outcome.status.rawValue, end.account.rawValue, end.time, errors?.worst,
                errors?.mean, outcome.losses?.data, outcome.losses?.initial,
                outcome.losses?.residual, outcome.losses?.holdout, outcome.steps,
                outcome.cost?.wallSeconds, outcome.cost?.cpuSeconds, outcome.cost?.peakMemoryBytes,
                outcome.exitCode, outcome.signal, outcome.cause, outcome.stderrTail, trial.id,
                attempt.number,
            ])
    }

    /// The errors of a trial that ended as its settings asked; the estimates of any other end
    /// are kept, and are no result that could be ranked.
    private func recovery(
        of outcome: AttemptOutcome, unknowns: [StoredUnknown]
    ) -> (worst: Double, mean: Double)? {
        guard outcome.status == .succeeded || outcome.status == .stalled else { return nil }
        let truths = Dictionary(
            unknowns.map { ($0.name, $0.truth) }, uniquingKeysWith: { first, _ in first })
        return Recovery.errors(
            outcome.estimates.map { (estimate: $0.value, truth: truths[$0.parameter] ?? nil) })
    }

    private func writeEstimates(
        of trial: RunningTrial, _ estimates: [Estimate], unknowns: [StoredUnknown]
    ) throws {
        _ = try update("DELETE FROM estimate WHERE trial = ?", [trial.id])
        for estimate in estimates {
            guard let unknown = unknowns.first(where: { $0.name == estimate.parameter }) else {
                preconditionFailure("an estimate of '\(estimate.parameter)', which is no unknown")
            }
            _ = try update(
                "INSERT INTO estimate (trial, position, value) VALUES (?, ?, ?)",
                [trial.id, unknown.position, estimate.value])
        }
    }

    private func unknowns(of problem: Int64) throws -> [StoredUnknown] {
        let find = try database.cachedStatement(
            sql: "SELECT position, name, truth FROM unknown WHERE problem = ? ORDER BY position")
        return try Row.fetchAll(find, arguments: [problem]).map {
            StoredUnknown(position: $0[0], name: $0[1], truth: $0[2])
        }
    }
}

private struct StoredUnknown {
    var position: Int
    var name: String
    var truth: Double?
}
