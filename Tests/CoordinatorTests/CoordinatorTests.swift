import Coordinator
import CoordinatorDoubles
import SweepModel
import TestSupport
import Testing

@Suite("A coordinator")
struct CoordinatorTests {
    @Test func `runs a plan to its end`() throws {
        let scenario = try Scenario([.succeeds, .diverges, .crashes, .succeeds, .succeeds])
        #expect(try scenario.run() == .complete)
        #expect(
            scenario.store.settledRows == [
                #"succeeded 1 ["k=1.0"] 7 ["1", "2"]"#, #"diverged 1 ["k=2.0"] 7 ["1", "2"]"#,
                "crashed 1 [] 0 []", #"succeeded 1 ["k=4.0"] 7 ["1", "2"]"#,
                #"succeeded 1 ["k=5.0"] 7 ["1", "2"]"#,
            ])
        #expect(scenario.machine.faults == [])
        #expect(scenario.leftovers == [])
        #expect(scenario.store.workers.isEmpty)
    }

    @Test func `tells its progress after the commit`() throws {
        let scenario = try Scenario([.succeeds, .crashes, .succeeds], retries: 0)
        #expect(try scenario.run() == .complete)
        let progress = scenario.notices.compactMap {
            if case .progress(let progress) = $0 { progress } else { nil }
        }
        #expect(scenario.toldTooEarly == [])
        #expect(progress.last?.settled == 3)
        #expect(progress.last?.planned == 3)
        #expect(progress.last?.best == 0)
        #expect(progress.last?.secondsLeft == 0)
        #expect(progress.last?.counts[.crashed] == 1)
    }

    @Test(arguments: [0, 1, 2])
    func `tries a trial that caused its own end again, as often as asked`(retries: Int) throws {
        let scenario = try Scenario([.crashes, .succeeds], retries: retries)
        #expect(try scenario.run() == .complete)
        #expect(
            scenario.attempts(at: 0).map(\.status) == Array(repeating: .crashed, count: retries + 1)
        )
        #expect(scenario.status(at: 0) == .crashed)
        #expect(scenario.attempts(at: 1).count == 1)
    }

    @Test func `gives a trial up as lost after three unexplained deaths of its worker`() throws {
        let scenario = try Scenario([.killsWorker, .succeeds], slots: 1)
        #expect(try scenario.run() == .complete)
        #expect(scenario.status(at: 0) == .lost)
        #expect(scenario.attempts(at: 0).map(\.status) == [.lost, .lost, .lost])
        #expect(scenario.attempts(at: 0).first?.cause == "its worker was killed by signal 9")
        #expect(scenario.status(at: 1) == .succeeded)
        #expect(
            scenario.attempts(at: 1).allSatisfy { [.cancelled, .succeeded].contains($0.status) })
    }

    /// What a trial does, and which of its attempts find a checkpoint.
    @Test(arguments: [
        (FakeMachine.Behaviour.succeeds, []), (.diverges, []), (.crashes, []), (.isKilled, [2]),
        (.killsWorker, [2, 3]),
    ])
    func `lets a trial go on that was cut off, and start over where it caused its own end`(
        behaviour: FakeMachine.Behaviour, continued: [Int]
    ) throws {
        let scenario = try Scenario([behaviour], retries: 1)
        #expect(try scenario.run() == .complete)
        #expect(scenario.machine.continued.map(\.number) == continued)
        #expect(scenario.leftovers == [])
    }

    @Test func `lets a trial go on after a stop`() throws {
        let scenario = try Scenario([.hangs])
        for run in 1...3 {
            scenario.machine.stopRequests = 0
            scenario.machine.meanwhile = { machine in
                machine.stopRequests = machine.workers.first?.trials.isEmpty == false ? 1 : 0
            }
            #expect(try scenario.run() == .interrupted)
            #expect(scenario.machine.continued.map(\.number) == Array(2..<run + 1))
        }
        #expect(scenario.leftovers.contains("\(scenario.store.order[0]).checkpoint"))
    }

    @Test func `keeps the checkpoints of other sweeps' trials`() throws {
        let scenario = try Scenario([.succeeds])
        let trial = TrialID("of-another-sweep")
        try scenario.folder.write("", to: "trials/of/\(trial).checkpoint")
        try scenario.folder.write("", to: "trials/of/\(trial).checkpoint.part")
        try scenario.folder.write("", to: "w/lost/\(trial)-1.spec")
        #expect(try scenario.run() == .complete)
        #expect(scenario.leftovers == ["\(trial).checkpoint"])
    }

    @Test func `gives up where workers end at once again and again`() throws {
        let scenario = try Scenario([.succeeds])
        scenario.machine.workersExitAtOnce = true
        #expect(
            try scenario.run()
                == .gaveUp(
                    cause: "6 workers in a row ended before any trial did; "
                        + "the last one exited with code 74"))
        #expect(scenario.status(at: 0) == .queued)
        scenario.machine.workersExitAtOnce = false
        #expect(try scenario.run() == .complete)
    }

    @Test func `accepts a result that is told twice once`() throws {
        let scenario = try Scenario([.succeeds, .succeeds])
        scenario.machine.tellsTwice = true
        #expect(try scenario.run() == .complete)
        #expect(scenario.store.attempts.count == 2)
    }

    @Test func `refuses what a worker says of a lease that has expired`() throws {
        let scenario = try Scenario([.succeeds], slots: 1)
        var frozen: FakeMachine.FakeWorker?
        scenario.machine.meanwhile = { machine in
            if frozen == nil, let worker = machine.workers.first, !worker.trials.isEmpty {
                worker.isFrozen = true
                frozen = worker
            }
        }
        #expect(try scenario.run() == .complete)
        #expect(scenario.attempts(at: 0).map(\.status) == [.lost, .succeeded])
        #expect(scenario.attempts(at: 0).first?.cause == "its worker was silent for 30 s")
        #expect(scenario.store.rows[scenario.store.order[0]]?.settlings == 1)
    }

    @Test func `refuses a result that comes late from a worker that no kill has reached`() throws {
        let scenario = try Scenario([.succeeds], slots: 1)
        scenario.machine.killsDoNotReach = true
        var frozen: FakeMachine.FakeWorker?
        var lease: AttemptID?
        scenario.machine.meanwhile = { machine in
            if frozen == nil, let worker = machine.workers.first, !worker.trials.isEmpty {
                worker.isFrozen = true
                (frozen, lease) = (worker, worker.trials[0].attempt)
            }
            guard let late = frozen, scenario.store.attempts.count == 1, let attempt = lease
            else { return }
            // What it had in hand when it stood still; it has not read of the fence.
            lease = nil
            try! machine.tellEnd(.diverged, of: attempt, late)
        }
        #expect(try scenario.run() == .complete)
        #expect(lease == nil)
        #expect(scenario.attempts(at: 0).map(\.status) == [.lost, .succeeded])
        #expect(scenario.store.settledRows == [#"succeeded 1 ["k=1.0"] 7 ["1", "2"]"#])
    }

    /// The wall clock is set by hours, forward or back, whenever something has happened.
    @Test(arguments: [-86_400_000, -1, 3_600_000, 1_000_000_000])
    func `measures its patience by a clock that nobody sets`(jump: Int) throws {
        let behaviours: [FakeMachine.Behaviour] = [
            .succeeds, .isSlow, .crashes, .diverges, .succeeds, .isSlow,
        ]
        let undisturbed = try Scenario(behaviours)
        #expect(try undisturbed.run() == .complete)
        let scenario = try Scenario(behaviours)
        var ended = -1
        scenario.machine.meanwhile = { machine in
            guard scenario.store.attempts.count > ended else { return }
            ended = scenario.store.attempts.count
            machine.setClock(by: jump)
        }
        #expect(try scenario.run() == .complete)
        #expect(ended > 5)
        #expect(scenario.store.settledRows == undisturbed.store.settledRows)
        #expect(
            scenario.store.attempts.map(\.outcome.status)
                == undisturbed.store.attempts.map(\.outcome.status))
    }

    @Test func `does not take its own sleep for its workers' silence`() throws {
        let scenario = try Scenario([.succeeds, .succeeds])
        var hasSlept = false
        scenario.machine.meanwhile = { machine in
            guard !hasSlept, machine.workers.first?.trials.isEmpty == false else { return }
            machine.sleep(milliseconds: 100_000)
            hasSlept = true
        }
        #expect(try scenario.run() == .complete)
        #expect(scenario.store.attempts.map(\.outcome.status) == [.succeeded, .succeeded])
    }

    @Test func `leases ahead no more than short trials need`() throws {
        let scenario = try Scenario(Array(repeating: .succeeds, count: 40), slots: 3)
        var held = 0
        scenario.machine.meanwhile = { held = max(held, $0.workers.map(\.held).max() ?? 0) }
        #expect(try scenario.run() == .complete)
        #expect(held == 6)
    }

    @Test func `recalls leases from a busy worker when another has nothing to do`() throws {
        // The first trial takes a minute, and its worker got others along.
        let scenario = try Scenario(
            [.isSlow] + Array(repeating: .succeeds, count: 9), slots: 1, workers: 2)
        var idle = 0
        scenario.machine.meanwhile = { machine in
            let busy = machine.workers.first { !$0.trials.isEmpty }
            if scenario.store.attempts.count < 9, busy?.trials.count ?? 0 > 1,
                machine.workers.contains(where: { $0.trials.isEmpty && $0.terms != nil })
            {
                idle += 1
            }
        }
        let before = scenario.machine.now.monotonic
        #expect(try scenario.run() == .complete)
        #expect(scenario.attempts(at: 0).count == 1)
        #expect(scenario.store.attempts.last?.id.trial == scenario.store.order[0])
        #expect(scenario.store.attempts.allSatisfy { $0.id.number == 1 })
        #expect(scenario.machine.now.monotonic - before < 62_000)
        #expect(idle < 50)
    }

    @Test func `shares the last trials out evenly`() throws {
        let scenario = try Scenario(Array(repeating: .hangs, count: 4), slots: 2, workers: 2)
        scenario.machine.meanwhile = { machine in
            if machine.workers.allSatisfy({ $0.held == 2 }), machine.workers.count == 2 {
                machine.stopRequests = 1
            }
        }
        #expect(try scenario.run() == .interrupted)
    }

    @Test func `ends in order when it is asked to, and goes on where it was`() throws {
        let scenario = try Scenario(Array(repeating: .succeeds, count: 12))
        scenario.machine.meanwhile = { machine in
            if scenario.store.attempts.count >= 4 { machine.stopRequests = 1 }
        }
        #expect(try scenario.run() == .interrupted)
        let done = scenario.store.attempts.filter { $0.outcome.status == .succeeded }.count
        #expect((4..<12).contains(done))
        #expect(scenario.store.rows.values.allSatisfy { $0.status != .running })
        #expect(scenario.machine.workers.isEmpty)
        #expect(scenario.leftovers.allSatisfy { $0.contains(".checkpoint") })
        scenario.machine.meanwhile = { _ in }
        scenario.machine.stopRequests = 0
        #expect(try scenario.run() == .complete)
        #expect(scenario.store.rows.values.allSatisfy { $0.settlings == 1 })
    }

    @Test func `kills workers at once when it is asked twice`() throws {
        let scenario = try Scenario([.hangs, .hangs])
        scenario.machine.meanwhile = { machine in
            guard let worker = machine.workers.first, worker.trials.count == 2 else { return }
            worker.isFrozen = true
            machine.stopRequests = 2
        }
        let before = scenario.machine.now.monotonic
        #expect(try scenario.run() == .interrupted)
        #expect(scenario.machine.now.monotonic - before < 1000)
        #expect(scenario.store.rows.values.allSatisfy { $0.status == .queued })
        #expect(scenario.store.rows.values.allSatisfy { $0.open.workerDeaths == 0 })
    }

    @Test func `ends its workers and says so where the store does not agree`() throws {
        let scenario = try Scenario([.succeeds, .hangs])
        scenario.store.refusesEnds = true
        #expect(throws: CoordinatorFault.self) { try scenario.run() }
        #expect(scenario.machine.workers.isEmpty)
        scenario.store.refusesEnds = false
        scenario.machine.meanwhile = { $0.stopRequests = $0.workers.isEmpty ? 0 : 1 }
        #expect(try scenario.run() == .interrupted)
    }
}
