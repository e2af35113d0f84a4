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

    public func finish(isComplete: Bool) -> [String] {
        wanted = []
        awaitSubmission()
        // Whoever has not said goodbye is told to end by Slurm, and killed.
        if !pilots.isEmpty, !Self.end(allOf: board.name, tools, clock) {
            show()
            return [Self.advice(board.name)]
        }
        PilotBoard.remove(from: spool)
        spool.clearPilots(keepingLogs: !isComplete && board.lost > 0)
        return []
    }

    private static func advice(_ name: String) -> String {
        "Slurm does not answer: pilots may live on until they miss the coordinator; "
            + "'scancel --name=\(name)' ends them"
    }

    private func awaitSubmission() {
        while submission != nil {
            hearSubmission(clock.now.monotonic)
            wanted = []
            clock.wait(milliseconds: 20, on: [])
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
            return advice(board.name)
        }
        awaitGoodbyes(board, spool, clock)
        PilotBoard.remove(from: spool)
        return nil
    }
    /// What pilots say while they end is accepted: they have some seconds for it.
    private static func awaitGoodbyes(_ board: PilotBoard, _ spool: Spool, _ clock: any Clock) {
        let deadline = clock.now.monotonic + 15_000
        var left = board.pilots.filter { $0.state != "PENDING" }.map { WorkerID($0.worker) }
        while !left.isEmpty, clock.now.monotonic < deadline {
            left.removeAll { worker in
                guard let reading = try? spool.reports(of: worker).read(from: 0) else {
                    return true
                }
                let last = reading.values.last.flatMap { try? WorkerReport(json: $0) }
                if case .goodbye = last { return true }
                return false
            }
            if !left.isEmpty { clock.wait(milliseconds: 250, on: []) }
        }
    }
}
