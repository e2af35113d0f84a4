import SweepModel
import TrialProtocol

extension Run {
    /// Applies new lines of a worker's file, and with them how far it was read.
    mutating func read(
        _ reports: [WorkerReport?], of worker: WorkerID, upTo offset: Int, now: Moment
    ) {
        guard workers[worker] != nil else { return }
        let before = turn.changes.count
        for report in reports {
            if let report { hear(report, from: worker, now: now) } else { doubt(worker) }
        }
        workers[worker]?.heard = now.monotonic
        if turn.changes.count > before {
            turn.changes.append(.workerRead(worker, offset: offset))
        }
    }

    /// A line was damaged: of what the worker holds, something may not have been heard.
    private mutating func doubt(_ worker: WorkerID) {
        workers[worker]?.isGarbled = true
        for attempt in workers[worker]?.leases.keys.sorted(by: { $0.trial < $1.trial }) ?? [] {
            workers[worker]?.leases[attempt] = .doubtful
        }
    }

    private mutating func hear(_ report: WorkerReport, from worker: WorkerID, now: Moment) {
        switch report {
        case .hello(let hello): join(worker, hello, now: now)
        case .began(let attempt, _):
            // The first that is said of an attempt: none of it was missed.
            guard workers[worker]?.leases[attempt] != nil else { return }
            workers[worker]?.leases[attempt] = .begun
            turn.notices.append(.trialStarted(attempt, worker))
            turn.notices.append(.progress(progress))
        case .spoke(let attempt, let message, let time):
            if holds(worker, attempt) { hear(message, of: attempt, from: worker, at: time) }
        case .ended(let attempt, let report, let time):
            guard holds(worker, attempt) else { return }
            if report.status != .cancelled { fruitlessWorkers = 0 }
            end(attempt, of: worker, as: outcome(of: report), at: time, now: now)
        case .returned(let attempt, _):
            if holds(worker, attempt) { takeBack(attempt, from: worker) }
        case .leaving: workers[worker]?.isLeaving = true
        case .heartbeat: break
        case .goodbye(let farewell): workers[worker]?.farewell = farewell
        }
    }

    /// Whether the lease is this worker's now, and all was heard that it said of the attempt;
    /// whatever else is said is stale, or would leave a gap.
    private func holds(_ worker: WorkerID, _ attempt: AttemptID) -> Bool {
        workers[worker]?.leases[attempt].map { $0 != .doubtful } ?? false
    }

    private mutating func join(_ worker: WorkerID, _ hello: WorkerHello, now: Moment) {
        guard let state = workers[worker], state.host == nil, !state.isExpired else { return }
        workers[worker]?.host = hello.host
        pace.begin(at: now.monotonic)
        turn.changes.append(.workerRegistered(hello.record(of: worker), at: now.unix))
        turn.notices.append(.workerJoined(worker, host: hello.host))
    }

    private mutating func hear(
        _ message: TrialMessage, of attempt: AttemptID, from worker: WorkerID, at time: Int
    ) {
        switch message {
        case .started(let machineType):
            turn.changes.append(
                .attemptStarted(
                    attempt, worker, machineType: machineType, host: workers[worker]?.host ?? "",
                    at: time))
        case .progress(let point):
            if case .curve(attempt, worker, let points) = turn.changes.last {
                turn.changes.removeLast()
                turn.changes.append(.curve(attempt, worker, points + [point]))
            } else {
                turn.changes.append(.curve(attempt, worker, [point]))
            }
        case .ended: break  // told by the worker, once the process has ended as well
        }
    }

    private func outcome(of report: AttemptReport) -> AttemptOutcome {
        var outcome = AttemptOutcome(
            status: report.status, cause: report.cause, exitCode: report.exitCode,
            signal: report.signal, stderrTail: report.stderrTail, cost: report.cost)
        guard let end = report.end else { return outcome }
        outcome.steps = end.steps
        outcome.losses = end.losses
        guard end.estimates.count == purpose.unknowns.count else {
            outcome.status = .crashed
            outcome.cause =
                "told \(end.estimates.count) estimates for \(purpose.unknowns.count) unknowns"
            return outcome
        }
        outcome.estimates = zip(purpose.unknowns, end.estimates).map { unknown, value in
            Estimate(parameter: unknown.name, value: value)
        }
        return outcome
    }
}
