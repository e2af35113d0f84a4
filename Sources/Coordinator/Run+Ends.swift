import Glibc
import SweepModel

/// Unexplained deaths of workers after which a trial is given up as lost.
let workerDeathLimit = 3

extension Run {
    /// Ends an attempt whose lease the worker holds, and decides what becomes of its trial.
    mutating func end(
        _ attempt: AttemptID, of worker: WorkerID, as outcome: AttemptOutcome, at time: Int,
        now: Moment
    ) {
        workers[worker]?.leases[attempt] = nil
        guard var trial = open[attempt.trial] else { return }
        let (status, account) = verdict(on: outcome, of: &trial)
        trial.worker = nil
        turn.changes.append(
            .attemptEnded(
                attempt, worker, outcome, trialBecomes: status, counts: account, at: time))
        turn.spent.append(Turn.Lease(attempt: attempt, worker: worker))
        if status.isFinal || !outcome.wasCutOff { turn.spentCheckpoints.append(trial.id) }
        move(trial, from: .running, to: status)
        if status.isFinal {
            failures.take(outcome)
            settled(outcome, now: now)
        } else {
            queue.putBack(trial.id)
        }
        turn.notices.append(.trialEnded(attempt, outcome, trialBecomes: status))
        turn.notices.append(.progress(progress))
    }

    /// What becomes of a trial after such an end, and what the end counts against.
    private func verdict(
        on outcome: AttemptOutcome, of trial: inout OpenTrial
    ) -> (TrialStatus, AttemptAccount) {
        switch outcome.status {
        case .lost:
            trial.workerDeaths += 1
            return (trial.workerDeaths < workerDeathLimit ? .queued : .lost, .workerDeath)
        case .cancelled: return (.queued, .nothing)
        case let status where status.isRetriable:
            trial.failures += 1
            return (trial.failures <= purpose.limits.retries ? .queued : status, .failure)
        case let status: return (status, .nothing)
        }
    }

    /// Keeps the books of a trial that changes its status.
    mutating func move(_ trial: OpenTrial, from old: TrialStatus, to new: TrialStatus) {
        progress.counts[old, default: 0] -= 1
        progress.counts[new, default: 0] += 1
        open[trial.id] = new.isFinal ? nil : trial
    }

    private mutating func settled(_ outcome: AttemptOutcome, now: Moment) {
        fruitlessWorkers = 0
        pace.settled(at: now.monotonic)
        progress.rate = pace.rate(now: now.monotonic)
        progress.secondsLeft = progress.rate.map { Double(open.count) / $0 }
        guard outcome.status == .succeeded, let score = score(of: outcome) else { return }
        progress.best = min(progress.best ?? .infinity, score)
    }

    private func score(of outcome: AttemptOutcome) -> Double? {
        let pairs = zip(outcome.estimates, purpose.unknowns).map { estimate, unknown in
            (estimate: estimate.value, truth: unknown.truth)
        }
        return Recovery.errors(pairs)?.worst ?? outcome.losses?.holdout
    }

    /// Queues a trial again whose attempt has not begun: none was made, and none is counted.
    mutating func takeBack(_ attempt: AttemptID, from worker: WorkerID) {
        workers[worker]?.leases[attempt] = nil
        guard var trial = open[attempt.trial] else { return }
        trial.worker = nil
        trial.attempt -= 1
        turn.changes.append(.leaseReturned(attempt, worker))
        turn.spent.append(Turn.Lease(attempt: attempt, worker: worker))
        move(trial, from: .running, to: .queued)
        queue.putBack(trial.id)
    }

    /// Takes all leases from a worker: as its death, which a trial that had begun may have
    /// caused, or as an end that has nothing to do with the trial.
    ///
    /// - Parameter isSilent: the worker may have begun more than it has told.
    mutating func releaseLeases(
        of worker: WorkerID, asDeath: Bool, isSilent: Bool = false, cause: String, now: Moment
    ) {
        let leases = workers[worker]?.leases ?? [:]
        for (attempt, lease) in leases.sorted(by: { $0.key.trial < $1.key.trial }) {
            guard isSilent || lease == .begun || lease == .doubtful else {
                takeBack(attempt, from: worker)
                continue
            }
            let outcome = AttemptOutcome(
                status: asDeath && lease == .begun ? .lost : .cancelled, cause: cause)
            end(attempt, of: worker, as: outcome, at: now.unix, now: now)
        }
    }
}

extension AttemptOutcome {
    /// Whether the end came from outside, so that the next attempt goes on where this one was.
    ///
    /// What a trial caused itself may have come of where it stood: it starts over.
    fileprivate var wasCutOff: Bool {
        switch status {
        case .cancelled, .lost: true
        case .crashed: signal == Int(SIGKILL)
        default: false
        }
    }
}
