public import Coordinator
import Glibc
import SweepModel

/// The process that runs trials: it takes leases from its folder's `in.log`, supervises up to
/// its slots of trial processes, and tells of them in `out.log`.
///
/// One thread does everything, and must be one that lives as long as the process: the system
/// kills trials with the thread that started them. When the worker is killed, so are its trials.
public final class Worker {
    let id: WorkerID
    let spool: Spool
    let trialProgram: String
    let failpoints: Failpoints
    let allotment: WorkerAllotment
    let clock = SystemClock()
    let watch = FolderWatch()
    let signals = SignalPipe([SIGCHLD, SIGTERM, SIGINT, SIGHUP])

    var terms = WorkerTerms(slots: 0, heartbeat: 1000, silenceLimit: 20_000, killGrace: 2000)
    var waiting: [(attempt: AttemptID, limits: TrialLimits)] = []
    var running: [pid_t: TrialProcess] = [:]
    /// Reports that are to be appended next.
    var reports: [WorkerReport] = []
    /// How far the orders have been read.
    var offset = 0
    /// Monotonic milliseconds: last order, last report, last look at memory.
    var heardAt: Int
    var saidAt = 0
    var sampledAt = 0
    var kernelKills = MachineMemory.kernelKills
    var isFinishing = false
    /// Monotonic milliseconds at which its time is over; nil where it has all of it.
    var endsAt: Int?
    /// The most that a trial has taken here, milliseconds.
    var longest = 0
    var farewell: WorkerReport.Farewell?

    /// A worker on its folder, `SPOOL/w/WORKER`.
    ///
    /// - Parameter trialProgram: run as `PROGRAM SPECIFICATION --checkpoint PATH --network PATH`.
    public init(
        folder: String, trialProgram: String, allotment: WorkerAllotment = WorkerAllotment(),
        failpoints: Failpoints = .none
    ) {
        let parts = absolute(folder).split(separator: "/")
        id = WorkerID(parts.last.map(String.init) ?? "")
        spool = Spool(path: "/" + parts.dropLast(2).joined(separator: "/"))
        self.trialProgram = absolute(trialProgram)
        self.failpoints = failpoints
        self.allotment = allotment
        heardAt = clock.now.monotonic
        endsAt = allotment.seconds.map { clock.now.monotonic + $0 * 1000 }
    }

    /// Works until it is told to end, is terminated, or hears nothing any more.
    ///
    /// When it returns or throws, no trial of its is alive.
    public func run() throws {
        adoptOrphans()
        watch.watch(spool.folder(of: id))
        defer { endTrials() }
        guard try begin() else { return }
        while true {
            try work()
            if running.isEmpty, farewell != nil || isFinishing && waiting.isEmpty { break }
            wait()
        }
        try failpoints.pass(.workerBeforeGoodbye)
        reports.append(.goodbye(farewell ?? .told))
        try tell()
        try failpoints.pass(.workerAfterGoodbye)
    }

    /// One round: whatever has happened, and what follows.
    private func work() throws {
        watch.drain()
        _ = heedSignals()
        try readOrders()
        if let endsAt, clock.now.monotonic >= endsAt { leave(.timeIsUp) }
        if clock.now.monotonic - heardAt > terms.silenceLimit { leave(.silence) }
        try startTrials()
        hearTrials()
        try reapTrials()
        enforceLimits()
        if clock.now.monotonic - saidAt >= terms.heartbeat, reports.isEmpty {
            reports.append(.heartbeat)
        }
        try tell()
    }

    /// Leaves where it was asked to end.
    ///
    /// - Returns: whether it was.
    func heedSignals() -> Bool {
        guard signals.take().contains(where: { $0 != SIGCHLD }) else { return false }
        leave(.terminated)
        return true
    }

    /// Appends the reports that have come up.
    func tell() throws {
        guard !reports.isEmpty else { return }
        let hasResult = reports.contains { if case .ended = $0 { true } else { false } }
        if hasResult { try failpoints.pass(.workerBeforeResult) }
        try failpoints.pass(.workerBeforeReports)
        try spool.reports(of: id).append(reports.map(\.json)) {
            try failpoints.pass(.workerTornReports)
        }
        try failpoints.pass(.workerAfterReports)
        if hasResult { try failpoints.pass(.workerAfterResult) }
        reports = []
        saidAt = clock.now.monotonic
    }

    /// Takes no more leases, and gives back those that wait; the loop comes to its end when what
    /// runs has ended.
    func takeNoMore(_ farewell: WorkerReport.Farewell) {
        guard self.farewell == nil else { return }
        self.farewell = farewell
        reports += waiting.map { .returned($0.attempt, at: clock.now.unix) }
        reports.append(.leaving)
        waiting = []
    }

    /// Gives everything back and ends what runs; the loop then comes to its end.
    func leave(_ farewell: WorkerReport.Farewell) {
        takeNoMore(farewell)
        for pid in running.keys { cancel(pid) }
    }

    private func wait() {
        let now = clock.now.monotonic
        var due = [saidAt + terms.heartbeat, now + max(terms.poll, watch.patience)]
        if let endsAt { due.append(endsAt) }
        if !running.isEmpty { due.append(sampledAt + Worker.sampleInterval) }
        due += running.values.compactMap(\.killAt)
        due += running.values.compactMap { trial in
            trial.ending == nil ? trial.limits.milliseconds.map { trial.startedAt + $0 } : nil
        }
        let files = running.values.flatMap { [$0.output, $0.errors] }.compactMap(\.self)
        clock.wait(
            milliseconds: max(0, (due.min() ?? now) - now),
            on: [signals.descriptor, watch.descriptor] + files)
    }
}
