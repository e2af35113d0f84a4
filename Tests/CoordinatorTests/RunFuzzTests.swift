import Coordinator
import CoordinatorDoubles
import SweepModel
import TestSupport
import Testing
import TrialProtocol

/// Runs whose workers say and do anything, in any order.
@Suite struct RunFuzzTests {
    @Test func `the store refuses nothing, and each trial is settled once`() throws {
        try fuzzCases("run") { generator in
            var run = try RandomRun(&generator)
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                if let fault = try run.step(&generator) { return fault }
            }
            return try run.finish()
        }
    }
}

/// A run and its store, and what its workers have been told.
private struct RandomRun {
    let store: InMemoryStore
    var run: Run
    var now = Moment(monotonic: 1000, unix: 1_700_000_000_000)
    /// Every lease that was ever given.
    var leases: [(worker: WorkerID, attempt: AttemptID)] = []
    var offset = 0

    init(_ generator: inout SeededGenerator) throws {
        store = try InMemoryStore(trials: .random(in: 1...12, using: &generator))
        let policy = RunPolicy(
            workers: .random(in: 1...4, using: &generator),
            slots: .random(in: 1...3, using: &generator), relaunchPause: 1,
            workersQueue: .random(using: &generator),
            idleLimit: [nil, 50].randomElement(using: &generator)!)
        var serial = 0
        run = Run(
            store.runState(of: "s"),
            purpose: Run.Purpose(
                limits: Limits(retries: .random(in: 0...2, using: &generator)), policy: policy,
                unknowns: [("k", 1)],
                freshWorkerID: {
                    serial += 1
                    return WorkerID("w\(serial)")
                }), now: now)
    }

    private static let manners: [WorkerExit.Manner] = [.exited, .killed, .refused, .vanished]

    /// Something happens, and the turn is carried out.
    mutating func step(_ generator: inout SeededGenerator) throws -> String? {
        now.monotonic += .random(in: 0...40, using: &generator)
        now.unix += .random(in: -100_000...100_000, using: &generator)
        if let worker = run.workerIDs.randomElement(using: &generator) {
            switch Int.random(in: 0..<20, using: &generator) {
            case 0:
                let manner = Self.manners.randomElement(using: &generator)!
                let exit = WorkerExit(worker: worker, manner: manner, cause: "ended")
                run.take(.workerEnded(exit), now: now)
            case 1: now.monotonic += 40_000
            case 2: run.take(.workerBegun(worker), now: now)
            default:
                let reports = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    report(&generator)
                }
                read(reports, of: worker)
            }
        }
        return try carryOut()
    }

    private mutating func read(_ reports: [WorkerReport?], of worker: WorkerID) {
        offset += 1
        run.take(.read(worker, reports, offset: offset), now: now)
    }

    private func report(_ generator: inout SeededGenerator) -> WorkerReport? {
        let hello = WorkerReport.hello(
            WorkerHello(host: "h", pid: 1, bootID: "b", startTime: "1"))
        guard let attempt = leases.randomElement(using: &generator)?.attempt else { return hello }
        let losses = LossValues(data: 1, initial: 1, residual: 1)
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return nil
        case 1: return hello
        case 2, 3: return .began(attempt, at: now.unix)
        case 4: return .spoke(attempt, .started(machineType: "m"), at: now.unix)
        case 5:
            let point = CurvePoint(step: 1, losses: losses, estimates: [1])
            return .spoke(attempt, .progress(point), at: now.unix)
        case 6: return .returned(attempt, at: now.unix)
        case 7: return .goodbye(.terminated)
        default:
            let statuses: [TrialStatus] = [
                .succeeded, .diverged, .timedOut, .crashed, .outOfMemory, .cancelled,
            ]
            let estimates = Array(repeating: 1.0, count: .random(in: 0...2, using: &generator))
            let status = statuses.randomElement(using: &generator)!
            let end = TrialEnd(
                status: status, cause: nil, steps: 1, losses: losses, estimates: estimates)
            let report = AttemptReport(
                status: status, end: Bool.random(using: &generator) ? end : nil)
            return .ended(attempt, report, at: now.unix)
        }
    }

    /// Commits a turn as a coordinator does.
    private mutating func carryOut() throws -> String? {
        let turn = run.settle(now: now)
        let applied = try store.commit(turn.changes)
        if let refused = zip(turn.changes, applied).first(where: { !$1 }) {
            return "refused: \(refused.0)"
        }
        if !Set(turn.specifications).isDisjoint(with: turn.spent) {
            return "a specification that is needed is removed: \(turn.spent)"
        }
        for posting in turn.postings {
            guard case .lease(let attempt, _) = posting.order else { continue }
            guard store.runs(attempt, posting.worker) else { return "told before it is committed" }
            leases.append((posting.worker, attempt))
        }
        for case .progress(let progress) in turn.notices
        where progress.planned != store.order.count
            || progress.counts.values.contains(where: { $0 < 0 })
        {
            return "counts: \(progress)"
        }
        return nil
    }

    /// All workers end, and those that come after them work; the plan comes to its end.
    mutating func finish() throws -> String? {
        for worker in run.workerIDs {
            let exit = WorkerExit(worker: worker, manner: .exited, cause: "ended")
            run.take(.workerEnded(exit), now: now)
        }
        for _ in 0..<400 {
            now.monotonic += 200
            for worker in run.workerIDs {
                let held = leases.filter { $0.worker == worker && store.runs($0.attempt, worker) }
                let reports = held.flatMap { lease -> [WorkerReport] in
                    [
                        .began(lease.attempt, at: now.unix),
                        .ended(lease.attempt, AttemptReport(status: .succeeded), at: now.unix),
                    ]
                }
                let hello = WorkerHello(host: "h", pid: 1, bootID: "b", startTime: "1")
                read([.hello(hello)] + reports, of: worker)
            }
            if let fault = try carryOut() { return fault }
            if let end = run.end {
                let rows = store.rows.values
                if case .gaveUp = end { return nil }
                return rows.allSatisfy { $0.settlings == 1 } ? nil : "not each is settled once"
            }
            for worker in run.workerIDs where store.rows.values.allSatisfy(\.status.isFinal) {
                let exit = WorkerExit(worker: worker, manner: .exited, cause: "told")
                run.take(.workerEnded(exit), now: now)
            }
        }
        return "the plan does not come to its end: \(store.settledRows)"
    }
}
