import SweepModel

extension Run {
    /// A worker of this run is gone: its leases go back, and another may take its place.
    mutating func workerEnded(_ exit: WorkerExit, now: Moment) {
        guard let state = workers[exit.worker] else { return }
        if exit.manner == .vanished, isHeard(state, now) { return }
        let isAsked = verdict != nil
        let isUnexplained = !isAsked && state.farewell == nil
        releaseLeases(
            of: exit.worker, asDeath: isUnexplained && exit.manner == .killed,
            cause: isUnexplained
                ? "its worker \(exit.cause)" : "cut off as its worker ended; it is run again",
            now: now)
        close(exit.worker, now: now)
        guard !isAsked, state.farewell?.wasDue != true else { return }
        if exit.manner != .refused {
            turn.notices.append(.workerLost(exit.worker, cause: exit.cause))
        } else if fruitlessWorkers == 0 {
            // One for all that were asked for together.
            turn.notices.append(.warning("no worker can be started: \(exit.cause)"))
        }
        fruitlessWorkers += 1
        launchAt = now.monotonic + policy.relaunchPause << min(fruitlessWorkers - 1, 8)
        // Those that are at work may take long for it.
        guard !workers.values.contains(where: \.isReady) else { return }
        if exit.manner == .refused {
            guard !workers.values.contains(where: { $0.heard == nil }) else { return }
            finish(.gaveUp(cause: "no worker can be started: \(exit.cause)"), now: now)
        } else if fruitlessWorkers >= policy.fruitlessWorkers {
            let cause =
                "\(fruitlessWorkers) workers in a row ended before any trial did; "
                + "the last one \(exit.cause)"
            finish(.gaveUp(cause: cause), now: now)
        }
    }

    /// Whether a worker has said something of late.
    private func isHeard(_ state: WorkerState, _ now: Moment) -> Bool {
        state.heard.map { now.monotonic - $0 < policy.leaseExpiry } ?? false
    }

    /// Forgets a worker that holds no lease any more.
    mutating func close(_ worker: WorkerID, now: Moment) {
        guard let state = workers.removeValue(forKey: worker) else { return }
        if state.host != nil { turn.changes.append(.workerClosed(worker, at: now.unix)) }
        turn.closed.append(worker)
        // Its folder goes before the turn's orders are posted.
        turn.postings.removeAll { $0.worker == worker }
    }

    mutating func launchWorkers(_ now: Moment) {
        let heard = policy.workersQueue ? nil : now.monotonic
        while workers.count < wantedWorkers, now.monotonic >= launchAt {
            let worker = purpose.freshWorkerID()
            workers[worker] = WorkerState(heard: heard)
            turn.launches.append(worker)
        }
    }

    /// As many as have something to do.
    var wantedWorkers: Int {
        min(policy.workers, (open.count + policy.slots - 1) / policy.slots)
    }

    /// Lets workers go that have had nothing to do for long, and those that wait in a queue while
    /// the others suffice.
    mutating func dismissIdleWorkers(_ now: Moment) {
        guard let idleLimit = policy.idleLimit else { return }
        let deadline = now.monotonic + policy.farewell
        for (worker, state) in workers.sorted(by: { $0.key < $1.key }) {
            let isIdle = state.isReady && state.leases.isEmpty && queue.count == 0
            let since = state.idleSince ?? now.monotonic
            workers[worker]?.idleSince = isIdle ? since : nil
            guard isIdle, now.monotonic - since >= idleLimit else { continue }
            workers[worker]?.killAt = deadline
            turn.postings.append(Turn.Posting(worker: worker, order: .finish))
        }
        let waiting = workers.filter { $0.value.heard == nil && $0.value.killAt == nil }.keys
        for worker in waiting.sorted().suffix(max(0, workers.count - wantedWorkers)) {
            workers[worker]?.killAt = now.monotonic
        }
    }

    /// Fills free slots first; leases ahead only while enough wait to keep everybody busy.
    mutating func giveLeases(_ now: Moment) {
        let ready = workers.filter(\.value.isReady).map(\.key).sorted()
        let slots = ready.count * policy.slots
        fill(ready, upTo: policy.slots, keeping: 0, now)
        let ahead = policy.leasesAhead(rate: pace.steadyRate(now: now.monotonic))
        fill(ready, upTo: policy.slots + ahead, keeping: slots, now)
        recallLeases(from: ready)
    }

    /// Asks for leases that wait at busy workers while slots of others are free.
    private mutating func recallLeases(from ready: [WorkerID]) {
        guard queue.count == 0 else { return }
        var free = 0
        var ahead: [WorkerID: [AttemptID]] = [:]
        for worker in ready {
            let leases = workers[worker]?.leases ?? [:]
            let recalled = leases.values.count { $0 == .recalled }
            free += max(0, policy.slots - leases.count) - recalled
            ahead[worker] = leases.filter { $0.value == .waiting }.keys
                .sorted { $0.trial < $1.trial }
                .suffix(max(0, leases.count - recalled - policy.slots))
        }
        while free > 0, let worker = ready.max(by: { ahead[$0]!.count < ahead[$1]!.count }),
            let attempt = ahead[worker]?.popLast()
        {
            workers[worker]?.leases[attempt] = .recalled
            turn.postings.append(Turn.Posting(worker: worker, order: .recall(attempt)))
            free -= 1
        }
    }

    /// Gives every worker in turn one lease more, up to a number and while more trials wait
    /// than are to be kept.
    private mutating func fill(
        _ ready: [WorkerID], upTo limit: Int, keeping kept: Int, _ now: Moment
    ) {
        var hungry = ready
        while queue.count > kept, !hungry.isEmpty {
            hungry.removeAll { workers[$0, default: WorkerState(heard: 0)].leases.count >= limit }
            for worker in hungry where queue.count > kept { lease(to: worker, now) }
        }
    }

    private mutating func lease(to worker: WorkerID, _ now: Moment) {
        guard let id = queue.take(), var trial = open[id] else { return }
        trial.attempt += 1
        trial.worker = worker
        let attempt = AttemptID(trial: id, number: trial.attempt)
        workers[worker]?.leases[attempt] = .waiting
        move(trial, from: .queued, to: .running)
        let lease = Turn.Lease(attempt: attempt, worker: worker)
        turn.specifications.append(lease)
        // Where it was given back just now, its file is needed again.
        turn.spent.removeAll { $0 == lease }
        turn.changes.append(.leased(attempt, worker, at: now.unix))
        turn.postings.append(Turn.Posting(worker: worker, order: .lease(attempt, trialLimits)))
    }

    private var trialLimits: TrialLimits {
        TrialLimits(
            milliseconds: purpose.limits.seconds.map { Int(($0 * 1000).rounded(.up)) },
            memoryBytes: purpose.limits.memoryBytes)
    }
}
