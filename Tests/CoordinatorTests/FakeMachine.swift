import Coordinator
import CoordinatorDoubles
import Foundation
import SweepModel
import TrialProtocol

/// A machine with workers that run no processes, and a clock that the test's own waiting moves.
///
/// Its workers fail closed: they check that what they are told to run is committed and there.
final class FakeMachine: Launcher, Clock, StopSource {
    /// What a trial does, by its place in the plan.
    enum Behaviour {
        case succeeds, diverges, crashes
        /// Succeeds after a minute.
        case isSlow
        /// By signal 9 from outside.
        case isKilled
        case killsWorker
        case hangs
    }

    final class FakeWorker {
        let id: WorkerID
        var offset = 0
        var lastSaid: Int?
        var terms: WorkerTerms?
        /// Its leases, and when they come to their end; nil for those that have not begun.
        var trials: [(attempt: AttemptID, due: Int?)] = []
        var isAlive = true
        var isFrozen = false
        var wasKilled = false
        var isTold = false
        /// The most leases it ever held.
        var held = 0

        init(id: WorkerID) { self.id = id }
    }

    let store: InMemoryStore
    let spool: Spool
    let behaviours: [Behaviour]
    private(set) var workers: [FakeWorker] = []
    private(set) var faults: [String] = []
    /// Attempts that found a checkpoint of their trial.
    private(set) var continued: [AttemptID] = []
    /// Attempts whose ends were told.
    private(set) var finished: Set<AttemptID> = []
    private(set) var now = Moment(monotonic: 1_000_000, unix: 1_700_000_000_000)
    /// The coordinator has been killed: nothing it still calls has any effect.
    var coordinatorIsDead = false
    var workersExitAtOnce = false
    /// As where the network is split, or a launcher's machine is gone.
    var killsDoNotReach = false
    var tellsTwice = false
    var stopRequests = 0
    /// Milliseconds after which a stop is requested.
    var stopAt = Int.max
    /// Called every millisecond that passes.
    var meanwhile: (FakeMachine) -> Void = { _ in }

    init(store: InMemoryStore, spool: Spool, behaviours: [Behaviour]) {
        self.store = store
        self.spool = spool
        self.behaviours = behaviours
    }

    // MARK: Clock and stop source

    var descriptor: Int32? { nil }

    func requests() -> Int { stopRequests + (elapsed >= stopAt ? 1 : 0) }

    /// Milliseconds that have passed.
    private var elapsed: Int { now.monotonic - 1_000_000 }

    /// Somebody sets the wall clock.
    func setClock(by milliseconds: Int) { now.unix += milliseconds }

    func wait(milliseconds: Int, on descriptors: [Int32]) {
        if coordinatorIsDead { return sleep(milliseconds: milliseconds) }
        sleep(milliseconds: 1)
        meanwhile(self)
        for worker in workers { step(worker) }
    }

    func sleep(milliseconds: Int) {
        now.monotonic += milliseconds
        now.unix += milliseconds
    }

    // MARK: Launcher

    func launch(_ worker: WorkerID, folder: String) {
        guard !coordinatorIsDead else { return }
        workers.append(FakeWorker(id: worker))
        if workersExitAtOnce { workers[workers.count - 1].isAlive = false }
    }

    func news() -> LauncherNews {
        if coordinatorIsDead { return LauncherNews() }
        let ended = workers.filter { !$0.isAlive }
        workers.removeAll { !$0.isAlive }
        return LauncherNews(
            ended: ended.map {
                WorkerExit(
                    worker: $0.id, manner: $0.wasKilled ? .killed : .exited,
                    cause: $0.wasKilled ? "was killed by signal 9" : "exited with code 74")
            })
    }

    func joined(_ worker: WorkerID) {}

    func release(_ worker: WorkerID) {}

    func finish(isComplete: Bool) -> [String] { [] }

    func kill(_ worker: WorkerID) {
        guard !coordinatorIsDead, !killsDoNotReach else { return }
        for running in workers where running.id == worker && running.isAlive {
            running.isAlive = false
            running.wasKilled = true
        }
    }

    func bury(_ record: WorkerRecord) { workers.removeAll { $0.id == record.id } }

    /// The coordinator's death: its workers die with it, or live on as orphans for a while.
    func coordinatorDied(orphansLiveFor milliseconds: Int?) {
        coordinatorIsDead = false
        for _ in 0..<(milliseconds ?? 0) {
            now.monotonic += 1
            for worker in workers { step(worker) }
        }
        if milliseconds == nil { workers = [] }
    }

    // MARK: Workers

    private func step(_ worker: FakeWorker) {
        guard worker.isAlive, !worker.isFrozen else { return }
        do {
            try readOrders(worker)
            try begin(worker)
            let due = worker.trials.filter { isDue($0.due) }
            worker.trials.removeAll { isDue($0.due) }
            for (attempt, _) in due where worker.isAlive { try end(attempt, worker) }
            if worker.isAlive, worker.isTold, worker.trials.isEmpty {
                try tell(worker, .goodbye(.told))
                worker.isAlive = false
            } else if let last = worker.lastSaid, now.monotonic - last >= 1000 {
                try tell(worker, .heartbeat)
            }
        } catch { faults.append("worker \(worker.id): \(error)") }
    }

    private func isDue(_ time: Int?) -> Bool { time.map { $0 <= now.monotonic } ?? false }

    private func begin(_ worker: FakeWorker) throws {
        for index in worker.trials.indices where worker.trials[index].due == nil {
            guard worker.trials.count(where: { $0.due != nil }) < worker.terms?.slots ?? 0 else {
                return
            }
            let attempt = worker.trials[index].attempt
            try tell(worker, .began(attempt, at: now.unix))
            keepCheckpoint(of: attempt)
            let isSlow = behaviours[store.order.firstIndex(of: attempt.trial)!] == .isSlow
            worker.trials[index].due = now.monotonic + (isSlow ? 60_000 : 5)
        }
    }

    private func readOrders(_ worker: FakeWorker) throws {
        guard let reading = try spool.orders(to: worker.id).read(from: worker.offset) else {
            worker.isAlive = false
            return
        }
        worker.offset = reading.offset
        for value in reading.values { try follow(WorkerOrder(json: value), worker) }
    }

    private func follow(_ order: WorkerOrder, _ worker: FakeWorker) throws {
        switch order {
        case .begin(let terms):
            worker.terms = terms
            try tell(
                worker, .hello(WorkerHello(host: "here", pid: 1, bootID: "b", startTime: "1")))
        case .lease(let attempt, _):
            check(attempt, worker)
            worker.trials.append((attempt, nil))
            worker.held = max(worker.held, worker.trials.count)
        case .recall(let attempt):
            guard worker.trials.contains(where: { $0.attempt == attempt && $0.due == nil }) else {
                break
            }
            worker.trials.removeAll { $0.attempt == attempt }
            try tell(worker, .returned(attempt, at: now.unix))
        case .fence(let attempt): worker.trials.removeAll { $0.attempt == attempt }
        case .heartbeat: break
        case .finish: worker.isTold = true
        case .stop:
            worker.isTold = true
            for (attempt, due) in worker.trials {
                let report = AttemptReport(status: .cancelled, cause: "stopped")
                try tell(
                    worker,
                    due == nil
                        ? .returned(attempt, at: now.unix)
                        : .ended(attempt, report, at: now.unix))
            }
            worker.trials = []
        }
    }

    /// What a trial's process does as it begins, and after a few seconds.
    private func keepCheckpoint(of attempt: AttemptID) {
        let path = spool.checkpoint(of: attempt.trial)
        if FileManager.default.fileExists(atPath: path) { continued.append(attempt) }
        for path in [path, path + ".part"] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
    }

    private func check(_ attempt: AttemptID, _ worker: FakeWorker) {
        if !store.runs(attempt, worker.id) { faults.append("\(attempt) told before committed") }
        if !FileManager.default.fileExists(atPath: spool.specification(of: attempt, at: worker.id))
        {
            faults.append("\(attempt) told before its specification was there")
        }
    }

    private func end(_ attempt: AttemptID, _ worker: FakeWorker) throws {
        switch behaviours[store.order.firstIndex(of: attempt.trial)!] {
        case .succeeds, .isSlow: try tellEnd(.succeeded, of: attempt, worker)
        case .diverges: try tellEnd(.diverged, of: attempt, worker)
        case .crashes:
            let report = AttemptReport(status: .crashed, cause: "exited with code 3", exitCode: 3)
            try tell(worker, .ended(attempt, report, at: now.unix))
        case .isKilled:
            let report = AttemptReport(
                status: .crashed, cause: "killed from outside (signal 9)", signal: Int(SIGKILL))
            try tell(worker, .ended(attempt, report, at: now.unix))
        case .killsWorker:
            worker.isAlive = false
            worker.wasKilled = true
        case .hangs: worker.trials.append((attempt, .max))
        }
    }

    func tellEnd(
        _ status: TrialStatus, of attempt: AttemptID, _ worker: FakeWorker
    ) throws {
        finished.insert(attempt)
        let losses = LossValues(data: 1, initial: 2, residual: 3)
        let estimate = Double(store.order.firstIndex(of: attempt.trial)!) + 1
        try tell(worker, .spoke(attempt, .started(machineType: "x"), at: now.unix))
        for step in 1...2 {
            let point = CurvePoint(step: step, losses: losses, estimates: [estimate])
            try tell(worker, .spoke(attempt, .progress(point), at: now.unix))
        }
        let report = AttemptReport(
            status: status, exitCode: 0,
            end: TrialEnd(
                status: status, cause: nil, steps: 7, losses: losses, estimates: [estimate]))
        for _ in 0..<(tellsTwice ? 2 : 1) {
            try tell(worker, .ended(attempt, report, at: now.unix))
        }
    }

    func tell(_ worker: FakeWorker, _ report: WorkerReport) throws {
        worker.lastSaid = now.monotonic
        try spool.reports(of: worker.id).append([report.json]) {}
    }
}
