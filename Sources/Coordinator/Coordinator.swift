public import SweepModel

/// The one loop that owns a run.
///
/// It waits, reads what workers wrote, lets ``Run`` decide, and carries out the turn: first the
/// commit, then whatever tells anyone of it. It may be killed at any point; a new one that runs
/// the same sweep finishes it, and does nothing again that was done.
///
/// Call ``run()`` on a thread that lives as long as the workers: the system kills child
/// processes with the thread that started them.
public final class Coordinator {
    let sweep: String
    let limits: Limits
    let policy: RunPolicy
    /// In the problem's order; nil where the truth is not known.
    let truths: [Double?]
    let roles: Roles
    let spool: Spool
    let display: (RunNotice) -> Void
    let failpoints: Failpoints
    let watch = FolderWatch()
    var offsets: [WorkerID: Int] = [:]
    /// Workers that may be alive.
    var launched: Set<WorkerID> = []
    /// Trials that were ended for good while they ran, and may have left a checkpoint since.
    var cancelled: [TrialID] = []
    /// Folders for what trials leave that this coordinator has made.
    var trialFolders: Set<String> = []
    /// Monotonic milliseconds after which the spool is looked through for requests again.
    private var requestsAt = 0

    /// What a coordinator works with.
    public struct Roles {
        public var store: any Store
        public var preparer: any Preparer
        public var launcher: any Launcher
        public var stopSource: any StopSource
        public var clock: any Clock

        public init(
            store: any Store, preparer: any Preparer, launcher: any Launcher,
            stopSource: any StopSource, clock: any Clock = SystemClock()
        ) {
            self.store = store
            self.preparer = preparer
            self.launcher = launcher
            self.stopSource = stopSource
            self.clock = clock
        }
    }

    /// A coordinator of a sweep that is in the store.
    ///
    /// - Parameters:
    ///   - truths: of the unknowns, in the order of the preparer's names; for the best so far.
    ///   - display: called after each commit with what it changed.
    public init(
        sweep: String, limits: Limits, policy: RunPolicy, truths: [Double?], spool: Spool,
        roles: Roles, failpoints: Failpoints = .none, display: @escaping (RunNotice) -> Void
    ) {
        self.sweep = sweep
        self.limits = limits
        self.policy = policy
        self.truths = truths
        self.roles = roles
        self.spool = spool
        self.failpoints = failpoints
        self.display = display
    }

    /// Runs what is left of the plan to its end, or until a request to stop.
    ///
    /// When it returns or throws, none of its workers is alive.
    public func run() throws -> RunEnd {
        var run = try inherit()
        do {
            while true {
                try gather(&run)
                try carryOut(run.settle(now: roles.clock.now))
                if let end = run.end {
                    finish(isComplete: end == .complete)
                    for trial in cancelled { spool.removeCheckpoint(of: trial) }
                    spool.removeIfEmpty()
                    return end
                }
                wait(run)
            }
        } catch {
            abandonWorkers()
            throw error
        }
    }

    /// Accepts what workers of an earlier run of the store have finished and queues what they were
    /// at, without running anything.
    public func settle() throws {
        _ = try inherit()
        spool.removeIfEmpty()
    }

    /// Lets the run take in all that has happened.
    private func gather(_ run: inout Run) throws {
        watch.drain()
        // Before the reading: what an ended worker wrote is then read to its end.
        let news = roles.launcher.news()
        for worker in news.begun { run.take(.workerBegun(worker), now: roles.clock.now) }
        for note in news.notes { display(.note(note)) }
        for warning in news.warnings { display(.warning(warning)) }
        for worker in run.workerIDs {
            guard let event = try reports(of: worker, from: offsets[worker] ?? 0) else { continue }
            if case .read(_, _, let offset) = event { offsets[worker] = offset }
            run.take(event, now: roles.clock.now)
        }
        for exit in news.ended { run.take(.workerEnded(exit), now: roles.clock.now) }
        for request in try requests() {
            run.take(.cancelRequested(request), now: roles.clock.now)
        }
        run.take(.stopRequested(roles.stopSource.requests()), now: roles.clock.now)
    }

    /// What other processes ask; looked for a few times a second.
    private func requests() throws -> [CancelRequest] {
        let now = roles.clock.now.monotonic
        guard now >= requestsAt else { return [] }
        requestsAt = now + 200
        return try spool.requests()
    }

    /// What a worker has written beyond an offset; nil where that is nothing.
    func reports(of worker: WorkerID, from offset: Int) throws -> RunEvent? {
        guard let reading = try spool.reports(of: worker).read(from: offset) else { return nil }
        guard reading.offset > offset else { return nil }
        try failpoints.pass(.afterReading)
        let reports = reading.lines.map { line in line.flatMap { try? WorkerReport(json: $0) } }
        let damaged = reports.count { $0 == nil }
        if damaged > 0 {
            display(.warning("\(damaged) damaged lines from worker \(worker) are left out"))
        }
        return .read(worker, reports, offset: reading.offset)
    }

    private func wait(_ run: Run) {
        let descriptors = [
            watch.descriptor, roles.launcher.descriptor ?? -1, roles.stopSource.descriptor ?? -1,
        ]
        let look = max(policy.poll, watch.patience)
        let patience = min(run.patience(now: roles.clock.now), look)
        roles.clock.wait(milliseconds: patience, on: descriptors)
        let pause = run.pause(now: roles.clock.now)
        if pause > 0 { roles.clock.wait(milliseconds: pause, on: Array(descriptors.dropFirst())) }
    }

    /// The run cannot go on and its cause is on its way up: leave no worker behind.
    private func abandonWorkers() {
        for worker in launched { roles.launcher.kill(worker) }
        let deadline = roles.clock.now.monotonic + policy.farewell
        while roles.clock.now.monotonic < deadline {
            launched.subtract(roles.launcher.news().ended.map(\.worker))
            if launched.isEmpty { break }
            roles.clock.wait(milliseconds: 10, on: [roles.launcher.descriptor ?? -1])
        }
        finish(isComplete: false)
    }

    private func finish(isComplete: Bool) {
        for warning in roles.launcher.finish(isComplete: isComplete) { display(.warning(warning)) }
    }
}
