public import Coordinator
import Glibc
public import SweepModel
import TrialRunner

/// Runs workers as pilots: jobs of Slurm that take leases as local workers do.
///
/// Commands of Slurm run beside the loop, which never waits for one. What Slurm says is advice:
/// a pilot that speaks lives, whatever the queue shows, and one that is silent loses its leases.
public final class SlurmLauncher: Launcher {
    let tools: SlurmTools
    let options: PilotOptions
    let program: String
    let spool: Spool
    let clock: any Clock
    private let signals = SignalPipe([SIGCHLD])

    /// Workers that are to be submitted next.
    var wanted: [WorkerID] = []
    var submission: Submission?
    var submitAt = 0
    var submitFailures = 0
    var pilots: [WorkerID: Pilot] = [:]
    /// Whether nobody has to be told that all pilots wait: it was said, or one has begun.
    private var isWaitKnown = false

    var look: SlurmCommand?
    /// Monotonic milliseconds of the start of the present look, and of the next.
    var lookedAt = 0
    var lookAt = 0
    var lookFailures = 0
    /// Jobs under our name that we know nothing of, at the last look.
    var strangers: Set<JobID> = []
    var doomedStrangers: Set<JobID> = []

    var cancellation: (command: SlurmCommand, workers: [WorkerID], strangers: Set<JobID>)?
    var cancelAt = 0

    var board: PilotBoard
    private var shown: PilotBoard?
    var pending = LauncherNews()

    /// - Parameters:
    ///   - program: run on the nodes as `PROGRAM pilot LIST …`.
    ///   - spool: on a folder that the nodes share.
    public init(
        tools: SlurmTools, options: PilotOptions, program: String, spool: Spool,
        clock: any Clock = SystemClock()
    ) {
        self.tools = tools
        self.options = options
        self.program = program
        self.spool = spool
        self.clock = clock
        board = PilotBoard(name: "titrate-" + Nonce.fresh())
    }

    /// Whether a command of Slurm is under way.
    package var isAsking: Bool { submission != nil || look != nil || cancellation != nil }

    public var descriptor: Int32? { signals.descriptor }

    public func launch(_ worker: WorkerID, folder: String) throws {
        wanted.append(worker)
        // Before the first job is submitted: whoever comes after us finds its name.
        show()
    }

    public func news() -> LauncherNews {
        _ = signals.take()
        let now = clock.now.monotonic
        hearSubmission(now)
        submit(now)
        hearCancellation(now)
        cancelDoomed(now)
        hearLook(now)
        lookAtQueue(now)
        show()
        defer { pending = LauncherNews() }
        return pending
    }

    public func kill(_ worker: WorkerID) {
        if wanted.contains(worker) {
            wanted.removeAll { $0 == worker }
            end(worker, .exited, "was not submitted yet")
        } else if submission?.workers.contains(worker) == true {
            submission?.doomed.insert(worker)
        } else {
            pilots[worker]?.isDoomed = true
        }
    }

    public func joined(_ worker: WorkerID) {
        pilots[worker]?.hasBegun = true
        pilots[worker]?.state = "RUNNING"
        pilots[worker]?.reason = ""
    }

    public func release(_ worker: WorkerID) { pilots[worker]?.isReleased = true }

    /// Pilots of an earlier coordinator are ended by name before this one begins; what one of them
    /// says after that is of a worker that nobody knows. A run on this machine had no such name.
    public func bury(_ record: WorkerRecord) { ProcessTree.end(record) }

    /// Tells once where no pilot has begun yet: until then nothing else is heard of the run.
    func noteWaiting() {
        guard !isWaitKnown, !pilots.isEmpty else { return }
        isWaitKnown = true
        guard pilots.values.allSatisfy({ $0.state == "PENDING" && !$0.isReleased }) else { return }
        let reasons = Set(pilots.values.map(\.reason)).subtracting([""]).sorted()
        pending.notes.append(
            "no pilot has begun yet: \(pilots.count) in the queue"
                + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))"))
    }

    func end(_ worker: WorkerID, _ manner: WorkerExit.Manner, _ cause: String) {
        pending.ended.append(WorkerExit(worker: worker, manner: manner, cause: cause))
    }

    /// Shows the pilots as they are now, where that has changed.
    func show() {
        board.pilots = pilots.sorted { $0.key < $1.key }.map { worker, pilot in
            PilotBoard.Entry(
                worker: worker.text, job: pilot.job.description, state: pilot.state,
                reason: pilot.reason, node: pilot.node)
        }
        guard board != shown else { return }
        do {
            try board.write(in: spool)
            shown = board
        } catch {
            // It tells others of the pilots, and nothing depends on it while this process lives.
            if shown != nil { pending.warnings.append("the pilots cannot be shown: \(error)") }
            shown = board
        }
    }
}
