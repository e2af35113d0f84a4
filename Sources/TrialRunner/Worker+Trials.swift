import CProcess
import Coordinator
import Glibc
import SweepModel

extension Worker {
    /// Milliseconds between looks at the trials' memory.
    static let sampleInterval = 100

    /// Starts waiting trials while slots are free.
    func startTrials() throws {
        returnWhatDoesNotFit()
        while running.count < terms.slots, !waiting.isEmpty {
            let (attempt, limits) = waiting.removeFirst()
            reports.append(.began(attempt, at: clock.now.unix))
            // Told first: if this trial is the worker's death, that has to be known.
            try tell()
            try failpoints.pass(.workerBeforeSpawn)
            try start(attempt, limits)
            try failpoints.pass(.workerAfterSpawn)
        }
    }

    private func start(_ attempt: AttemptID, _ limits: TrialLimits) throws {
        let memoryLimit =
            limits.memoryBytes
            ?? MachineMemory.fairShare(slots: terms.slots, of: allotment.memoryBytes)
        let output = try Pipe()
        let errors = try Pipe()
        let program = Program(
            path: trialProgram,
            arguments: [
                spool.specification(of: attempt, at: id), "--checkpoint",
                spool.checkpoint(of: attempt.trial), "--network",
                spool.network(of: attempt.trial),
            ],
            environment: TrialEnvironment.values, output: output.writing, errors: errors.writing,
            memoryLimit: memoryLimit + max(memoryLimit / 4, 256 << 20))
        defer {
            close(output.writing)
            close(errors.writing)
        }
        let startedAt = clock.now.monotonic
        let pid: pid_t
        do { pid = try program.start() } catch {
            close(output.reading)
            close(errors.reading)
            throw error
        }
        running[pid] = TrialProcess(
            attempt: attempt, pid: pid, limits: limits, memoryLimit: memoryLimit,
            startedAt: startedAt, output: output.reading, errors: errors.reading)
    }

    /// Reads what trials have written.
    func hearTrials() {
        for pid in running.keys.sorted() { hearTrial(pid) }
    }

    private func hearTrial(_ pid: pid_t) {
        guard var trial = running[pid] else { return }
        let said = trial.hear(now: clock.now.monotonic)
        running[pid] = trial
        guard !trial.isFenced else { return }
        reports += said.map { .spoke(trial.attempt, $0, at: clock.now.unix) }
    }

    /// Takes the ends of trials that have ended, and tells of them.
    func reapTrials() throws {
        while let exit = ProgramEnd.reap() {
            guard running[exit.pid] != nil else { continue }
            hearTrial(exit.pid)
            guard var trial = running.removeValue(forKey: exit.pid) else { continue }
            trial.closeFiles()
            if trial.ending == nil, exit.signal == Int(SIGTERM), isTerminatedToo() {
                trial.ending = .cancelled
            }
            longest = max(longest, clock.now.monotonic - trial.startedAt)
            let leftovers = endOrphans()
            guard !trial.isFenced else { continue }
            let report = trial.report(
                exit, now: clock.now.monotonic,
                ownPeakMemory: Int(cprocess_own_peak_memory()), leftovers: leftovers,
                kernelKilled: exit.signal == Int(SIGKILL) && kernelHasKilled())
            reports.append(.ended(trial.attempt, report, at: clock.now.unix))
        }
    }

    /// Whether this worker is asked to end as well, now or in a moment: a batch system asks all
    /// processes of a job, one after the other.
    private func isTerminatedToo() -> Bool {
        let deadline = clock.now.monotonic + 200
        while !heedSignals() {
            let patience = deadline - clock.now.monotonic
            guard patience > 0 else { return false }
            clock.wait(milliseconds: patience, on: [signals.descriptor])
        }
        return true
    }

    private func kernelHasKilled() -> Bool {
        let before = kernelKills
        kernelKills = MachineMemory.kernelKills
        return kernelKills > before
    }

    /// Ends processes that no running trial's session has.
    private func endOrphans() -> Int {
        ProcessTree.endOrphans { child, session in
            running[child] != nil || running[session] != nil
        }
    }

    /// Ends a trial at once, whatever it does: it will be run again.
    func cancel(_ pid: pid_t) {
        if running[pid]?.ending == nil { running[pid]?.ending = .cancelled }
        running[pid]?.killAt = clock.now.monotonic
        kill(pid)
    }

    /// Kills a trial's process, all that descend from it, and its session's orphans.
    private func kill(_ pid: pid_t) {
        for orphan in orphans(of: pid) { ProcessTree.kill(from: orphan) }
        ProcessTree.kill(from: pid)
    }

    private func orphans(of pid: pid_t) -> [pid_t] {
        ProcessTree.children(of: getpid()).filter { $0 != pid && getsid($0) == pid }
    }

    /// Ends trials whose time, memory or output is beyond their limits.
    func enforceLimits() {
        let now = clock.now.monotonic
        let isSampling = now - sampledAt >= Worker.sampleInterval
        if isSampling {
            sampledAt = now
            _ = endOrphans()
        }
        for pid in running.keys.sorted() {
            if isSampling { sampleMemory(of: pid) }
            if let ending = running[pid]?.limitReached(now: now) { end(pid, ending, now: now) }
            if let killAt = running[pid]?.killAt, now >= killAt {
                // Again and again until it is reaped: it may have forked meanwhile.
                kill(pid)
                running[pid]?.killAt = now + 10
            }
        }
    }

    private func sampleMemory(of pid: pid_t) {
        guard var trial = running[pid], trial.ending == nil else { return }
        let held = trial.sampleMemory(orphans: orphans(of: pid))
        if held > trial.memoryLimit {
            trial.ending = .outOfMemory(bytes: held)
            // No grace: it may take the machine down meanwhile.
            trial.killAt = sampledAt
        }
        running[pid] = trial
    }

    private func end(_ pid: pid_t, _ ending: TrialProcess.Ending, now: Int) {
        running[pid]?.ending = ending
        running[pid]?.killAt = now + terms.killGrace
        _ = Glibc.kill(pid, SIGTERM)
    }

    /// Kills and reaps whatever still runs.
    func endTrials() {
        for pid in running.keys { kill(pid) }
        for pid in running.keys {
            running[pid]?.closeFiles()
            while ProgramEnd.reap(pid) == nil, Glibc.kill(pid, 0) == 0 { usleep(1000) }
        }
        running = [:]
        _ = endOrphans()
    }
}

extension TrialProcess {
    /// The limit that the trial is beyond and has not been asked to end for.
    fileprivate func limitReached(now: Int) -> Ending? {
        guard ending == nil else { return nil }
        if outputBytes > TrialProcess.outputLimit { return .flooded }
        if let endedAt, now - endedAt > TrialProcess.lingerLimit { return .lingered }
        if let limit = limits.milliseconds, now - startedAt >= limit { return .timedOut }
        return nil
    }
}
