import SweepModel

extension Run {
    /// Ends a trial that a user does not want any more: for good, whatever retries are left.
    mutating func cancel(_ request: CancelRequest, now: Moment) {
        guard let trial = open[request.trial] else {
            turn.answers.append(Turn.Answer(request: request, answer: .notOpen))
            return
        }
        if let worker = trial.worker {
            end(trial, of: worker, now: now)
        } else {
            turn.changes.append(
                .settled(trial.id, .cancelled, cause: Run.cancelCause, at: now.unix))
            turn.spentCheckpoints.append(trial.id)
            move(trial, from: .queued, to: .cancelled)
        }
        turn.answers.append(
            Turn.Answer(request: request, answer: trial.worker == nil ? .dequeued : .ended))
        turn.notices += [.trialCancelled(trial.id), .progress(progress)]
    }

    private static let cancelCause = "cancelled by a user"

    /// Ends a trial's running attempt; its worker kills the process and says no more of it.
    private mutating func end(_ cancelled: OpenTrial, of worker: WorkerID, now: Moment) {
        var trial = cancelled
        let attempt = AttemptID(trial: trial.id, number: trial.attempt)
        let outcome = AttemptOutcome(status: .cancelled, cause: Run.cancelCause)
        workers[worker]?.leases[attempt] = nil
        trial.worker = nil
        turn.changes.append(
            .attemptEnded(
                attempt, worker, outcome, trialBecomes: .cancelled, counts: .nothing, at: now.unix))
        turn.spent.append(Turn.Lease(attempt: attempt, worker: worker))
        turn.spentCheckpoints.append(trial.id)
        turn.postings.append(Turn.Posting(worker: worker, order: .fence(attempt)))
        move(trial, from: .running, to: .cancelled)
        turn.notices.append(.trialEnded(attempt, outcome, trialBecomes: .cancelled))
    }
}
