public import Coordinator
import Glibc
import SweepModel
import TrialRunner

extension SlurmLauncher {
    /// Cancels all that are to be, in one command.
    func cancelDoomed(_ now: Int) {
        guard cancellation == nil, now >= cancelAt else { return }
        let workers = pilots.filter(\.value.isDoomed).keys.sorted()
        let jobs = workers.compactMap { pilots[$0]?.job } + doomedStrangers
        guard !jobs.isEmpty else { return }
        do {
            let command = try SlurmCommand(
                tools.scancel, jobs.map(\.description).sorted(), now: now)
            cancellation = (command, workers, doomedStrangers)
        } catch {
            cancelAt = now + period
        }
    }

    func hearCancellation(_ now: Int) {
        guard let cancellation, let outcome = cancellation.command.outcome(now: now) else { return }
        self.cancellation = nil
        // A job that is over already is no failure to scancel; one that cannot be asked is.
        guard outcome.hasSucceeded else {
            cancelAt = now + period
            return
        }
        for worker in cancellation.workers { pilots[worker]?.isDoomed = false }
        doomedStrangers.subtract(cancellation.strangers)
    }

    public func finish(isComplete: Bool) {
        wanted = []
        awaitSubmission()
        if !pilots.isEmpty { endAll() }
        PilotBoard.remove(from: spool)
        spool.clearPilots(keepingLogs: !isComplete && board.lost > 0)
    }

    private func awaitSubmission() {
        while submission != nil {
            hearSubmission(clock.now.monotonic)
            wanted = []
            clock.wait(milliseconds: 20, on: [])
        }
    }

    /// Ends all jobs of the run's name. Those that have said goodbye end by themselves; where one
    /// has not, the next look at the queue tells that it has.
    private func endAll() {
        let question = { [tools, board] in
            SlurmCommand.run(tools.squeue, tools.queueQuestion(board.name))
        }
        guard Self.end(allOf: board.name, tools, clock) else { return }
        guard pilots.values.contains(where: { $0.hasBegun && !$0.isReleased }) else { return }
        for _ in 0..<3 {
            clock.wait(milliseconds: max(0, min(lookAt - clock.now.monotonic, 15_000)), on: [])
            lookAt = clock.now.monotonic + period
            let outcome = question()
            if outcome.hasSucceeded,
                JobRecord.jobs(in: outcome.output).values.allSatisfy(\.isOver)
            {
                return
            }
        }
    }

    /// Cancels all jobs of a name, for a minute where Slurm does not answer.
    ///
    /// - Returns: whether it did.
    static func end(allOf name: String, _ tools: SlurmTools, _ clock: any Clock) -> Bool {
        let deadline = clock.now.monotonic + 60_000
        while true {
            let outcome = SlurmCommand.run(tools.scancel, tools.end(allOf: name))
            if outcome.hasSucceeded { return true }
            guard clock.now.monotonic < deadline else { return false }
            clock.wait(milliseconds: 2000, on: [])
        }
    }

    /// Ends the pilots that an earlier coordinator of a spool has left.
    ///
    /// - Returns: what the user should know; nil where there were none, or they are ended.
    public static func endEarlier(in spool: Spool) -> String? {
        guard let board = PilotBoard(in: spool) else { return nil }
        let clock = SystemClock()
        guard let tools = try? SlurmTools(), end(allOf: board.name, tools, clock) else {
            return "pilots of an earlier run may live on until they miss it; 'scancel --name="
                + "\(board.name)' ends them"
        }
        // What they say while they end is accepted: they have some seconds for it.
        for _ in 0..<20 {
            let outcome = SlurmCommand.run(tools.squeue, tools.queueQuestion(board.name))
            if outcome.hasSucceeded,
                JobRecord.jobs(in: outcome.output).values.allSatisfy(\.isOver)
            {
                break
            }
            clock.wait(milliseconds: 1000, on: [])
        }
        PilotBoard.remove(from: spool)
        return nil
    }
}
