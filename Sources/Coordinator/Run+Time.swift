import SweepModel

extension Run {
    /// Where this process itself was stopped for a while, the silence was not the workers'.
    mutating func forgiveOwnSleep(_ now: Moment) {
        defer { settledAt = now.monotonic }
        guard let settledAt, now.monotonic - settledAt > policy.leaseExpiry / 4 else { return }
        for (worker, state) in workers where state.heard != nil {
            workers[worker]?.heard = now.monotonic
        }
    }

    /// Takes its leases from a worker that has been silent for too long, or whose file cannot be
    /// trusted to tell the end of every attempt, and kills it.
    mutating func expireLeases(_ now: Moment) {
        for (worker, state) in workers.sorted(by: { $0.key < $1.key })
        where !state.isExpired
            && (state.isGarbled
                || now.monotonic - (state.heard ?? now.monotonic) > policy.leaseExpiry)
        {
            workers[worker]?.isExpired = true
            workers[worker]?.killAt = now.monotonic
            for attempt in state.leases.keys.sorted(by: { $0.trial < $1.trial }) {
                turn.postings.append(Turn.Posting(worker: worker, order: .fence(attempt)))
            }
            let seconds = policy.leaseExpiry / 1000
            releaseLeases(
                of: worker, asDeath: verdict == nil && !state.isGarbled, isSilent: true,
                cause: state.isGarbled
                    ? "its worker's reports were damaged; it is run again"
                    : "its worker was silent for \(seconds) s", now: now)
        }
    }

    /// Kills workers whose time to go is over, and forgets those that not even that reaches.
    mutating func killThoseWhoStay(_ now: Moment) {
        let deadline = now.monotonic + policy.farewell
        for (worker, state) in workers.sorted(by: { $0.key < $1.key }) {
            guard let killAt = state.killAt, now.monotonic >= killAt else { continue }
            if !state.wasKilled {
                workers[worker]?.wasKilled = true
                workers[worker]?.killAt = deadline
                turn.kills.append(worker)
                // What has not begun finds its folder gone if it should begin.
                if state.heard == nil { close(worker, now: now) }
            } else {
                turn.notices.append(.warning("worker \(worker) does not end; left behind"))
                workerEnded(
                    WorkerExit(worker: worker, manner: .killed, cause: "does not end"), now: now)
            }
        }
    }

    /// Where the end of a worker is heard of late, its goodbye is its end.
    mutating func believeFarewells(_ now: Moment) {
        guard policy.workersQueue else { return }
        for (worker, state) in workers.sorted(by: { $0.key < $1.key }) {
            guard let farewell = state.farewell else { continue }
            let exit = WorkerExit(worker: worker, manner: .exited, cause: farewell.words)
            workerEnded(exit, now: now)
        }
    }

    mutating func sendHeartbeats(_ now: Moment) {
        guard now.monotonic >= heartbeatAt else { return }
        heartbeatAt = now.monotonic + policy.heartbeat
        for (worker, state) in workers.sorted(by: { $0.key < $1.key })
        where !state.wasKilled && state.heard != nil {
            turn.postings.append(Turn.Posting(worker: worker, order: .heartbeat))
        }
    }
}
