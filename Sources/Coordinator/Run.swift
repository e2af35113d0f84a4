package import SweepModel

/// The state of a run and what follows from each event: no files, no processes, no clock.
///
/// Events go in, and a ``Turn`` comes out that says what to commit and then what to do. Whoever
/// drives it carries the turn out entirely before the next event, or drops the run and makes a
/// new one from the store.
package struct Run {
    /// What a run is for.
    package struct Purpose {
        package var limits: Limits
        package var policy: RunPolicy
        /// In the problem's order, with their truth where it is known.
        package var unknowns: [(name: String, truth: Double?)]
        package var freshWorkerID: () -> WorkerID

        package init(
            limits: Limits, policy: RunPolicy, unknowns: [(name: String, truth: Double?)],
            freshWorkerID: @escaping () -> WorkerID
        ) {
            self.limits = limits
            self.policy = policy
            self.unknowns = unknowns
            self.freshWorkerID = freshWorkerID
        }
    }

    let purpose: Purpose
    /// Trials that are not final.
    var open: [TrialID: OpenTrial]
    var queue: TrialQueue
    var workers: [WorkerID: WorkerState] = [:]
    var turn = Turn()
    var progress: RunProgress
    var pace: Pace
    /// Set when no more leases are given.
    package internal(set) var verdict: RunEnd?
    var stopRequests = 0
    /// Workers that ended unasked since a trial last ended.
    var fruitlessWorkers = 0
    var failures: CommonFailure
    var launchAt = 0
    var heartbeatAt = 0
    var settledAt: Int?

    var policy: RunPolicy { purpose.policy }

    /// A run as the store knows it; earlier workers are to be inherited before it is settled.
    package init(_ state: RunState, purpose: Purpose, now: Moment) {
        self.purpose = purpose
        pace = Pace(begun: now.monotonic)
        failures = CommonFailure(
            limit: max(8, 2 * purpose.policy.workers * purpose.policy.slots),
            hasResults: TrialStatus.allCases.contains {
                $0.isResult && state.counts[$0, default: 0] > 0
            })
        open = Dictionary(uniqueKeysWithValues: state.open.map { ($0.id, $0) })
        queue = TrialQueue(state.open.filter { $0.worker == nil }.map(\.id))
        progress = RunProgress(counts: state.counts, rate: nil, secondsLeft: nil, best: state.best)
        for record in state.workers {
            workers[record.id] = WorkerState(host: record.host, heard: now.monotonic)
        }
        for trial in state.open {
            guard let worker = trial.worker else { continue }
            let attempt = AttemptID(trial: trial.id, number: trial.attempt)
            workers[worker, default: WorkerState(heard: now.monotonic)].leases[attempt] =
                trial.hasStarted ? .begun : .waiting
        }
    }

    /// How the run ended; nil while it has not.
    package var end: RunEnd? { workers.isEmpty ? verdict : nil }

    /// Workers whose files are to be read.
    package var workerIDs: [WorkerID] { workers.keys.sorted() }

    /// Takes an event in.
    package mutating func take(_ event: RunEvent, now: Moment) {
        switch event {
        case .read(let worker, let reports, let offset):
            read(reports, of: worker, upTo: offset, now: now)
        case .workerBegun(let worker):
            if let state = workers[worker], state.heard == nil {
                workers[worker]?.heard = now.monotonic
            }
        case .workerEnded(let exit): workerEnded(exit, now: now)
        case .workerInherited(let worker):
            let cause = "cut off as the coordinator ended; it is run again"
            releaseLeases(of: worker, asDeath: false, cause: cause, now: now)
        case .stopRequested(let count): stopRequested(count, now: now)
        case .cancelRequested(let request): cancel(request, now: now)
        }
    }

    /// What is to be done now, after all that was taken in and the time that has passed.
    package mutating func settle(now: Moment) -> Turn {
        forgiveOwnSleep(now)
        expireLeases(now)
        believeFarewells(now)
        if verdict == nil, open.isEmpty { finish(.complete, order: .finish, now: now) }
        if verdict == nil, let cause = failures.verdict {
            finish(.gaveUp(cause: cause), now: now)
        }
        if verdict == nil {
            dismissIdleWorkers(now)
            launchWorkers(now)
            giveLeases(now)
        }
        killThoseWhoStay(now)
        sendHeartbeats(now)
        return takeTurn()
    }

    /// What the events so far ask for, without giving leases or asking for workers.
    package mutating func takeTurn() -> Turn {
        defer { turn = Turn() }
        return turn
    }

    /// Milliseconds until something is due by itself.
    package func patience(now: Moment) -> Int {
        var due = [heartbeatAt] + workers.values.compactMap(\.killAt)
        if verdict == nil, workers.count < wantedWorkers { due.append(launchAt) }
        return max(0, min(due.min() ?? 0, now.monotonic + policy.heartbeat) - now.monotonic)
    }

    /// Milliseconds to gather news in before they are worth a turn.
    package func pause(now: Moment) -> Int {
        verdict == nil ? policy.pause(rate: pace.steadyRate(now: now.monotonic)) : 0
    }

    /// No more leases: what runs ends as the order says, or is killed when its time is over.
    mutating func finish(_ verdict: RunEnd, order: WorkerOrder = .stop, now: Moment) {
        self.verdict = verdict
        for (worker, state) in workers.sorted(by: { $0.key < $1.key }) {
            // Who waits in a queue hears nothing.
            let patience = state.heard == nil ? 0 : policy.farewell
            workers[worker]?.killAt = now.monotonic + patience
            turn.postings.append(Turn.Posting(worker: worker, order: order))
        }
    }

    private mutating func stopRequested(_ count: Int, now: Moment) {
        guard count > stopRequests else { return }
        stopRequests = count
        if verdict == nil, !open.isEmpty { finish(.interrupted, now: now) }
        guard count > 1 else { return }
        for worker in workers.keys { workers[worker]?.killAt = now.monotonic }
    }
}
