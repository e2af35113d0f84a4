import Coordinator
import CoordinatorDoubles
import SweepModel
import Testing

@Suite("A coordinator that dies")
struct CoordinatorDeathTests {
    /// The end of the process, simulated.
    struct Death: Error {}

    static let behaviours: [FakeMachine.Behaviour] = [
        .succeeds, .crashes, .succeeds, .diverges, .succeeds, .succeeds,
    ]

    /// Points that a run passes on its way, in order.
    static func passes(of scenario: Scenario) throws -> [Failpoint] {
        var passes: [Failpoint] = []
        scenario.failpoints = Failpoints { passes.append($0) }
        #expect(try scenario.run() == .complete)
        return passes
    }

    /// Runs until the coordinator dies at its `n`-th point, counted from 0, or ends.
    static func run(_ scenario: Scenario, deathAt n: Int) throws -> Bool {
        var passed = 0
        scenario.failpoints = Failpoints { _ in
            defer { passed += 1 }
            guard passed >= n else { return }
            scenario.machine.coordinatorIsDead = true
            throw Death()
        }
        do {
            #expect(try scenario.run() == .complete)
            return false
        } catch is Death { return true }
    }

    @Test func `passes every point of its own in one run or the next`() throws {
        let scenario = try Scenario(Self.behaviours)
        let passed = Set(try Self.passes(of: scenario))
        #expect(passed == Set(Failpoint.allCases.filter { !$0.isWorkers }))
    }

    /// Whether its workers die with it, or live on for so many milliseconds.
    @Test(arguments: [nil, 0, 3, 30] as [Int?])
    func `loses and doubles nothing at whatever step it dies`(orphansLiveFor: Int?) throws {
        let undisturbed = try Scenario(Self.behaviours)
        let steps = try Self.passes(of: undisturbed).count
        #expect(steps > 60)
        for step in 0..<steps {
            let scenario = try Scenario(Self.behaviours)
            let died = try Self.run(scenario, deathAt: step)
            scenario.machine.coordinatorDied(orphansLiveFor: orphansLiveFor)
            scenario.failpoints = .none
            if died { #expect(try scenario.run() == .complete) }
            #expect(scenario.store.settledRows == undisturbed.store.settledRows, "step \(step)")
            #expect(scenario.store.rows.values.allSatisfy { $0.open.workerDeaths == 0 })
            #expect(scenario.machine.faults == [], "step \(step)")
            #expect(scenario.leftovers == [], "step \(step)")
            #expect(scenario.store.workers.isEmpty)
        }
    }

    @Test func `comes to its end however often it dies`() throws {
        let undisturbed = try Scenario(Self.behaviours)
        _ = try Self.passes(of: undisturbed)
        let scenario = try Scenario(Self.behaviours)
        var deaths = 0
        // Each lives a little longer than is needed to get on at all.
        while try Self.run(scenario, deathAt: 40) {
            scenario.machine.coordinatorDied(orphansLiveFor: nil)
            deaths += 1
            try #require(deaths < 100)
        }
        #expect(deaths > 2)
        #expect(scenario.store.settledRows == undisturbed.store.settledRows)
    }

    @Test(arguments: [Failpoint.beforeResult, .beforeStart, .afterLease, .afterReading])
    func `leaves no result behind that another sweep's coordinator finds`(point: Failpoint) throws {
        let scenario = try Scenario(
            Array(repeating: .succeeds, count: 6), sweeps: [("a", 3), ("b", 3)])
        scenario.failpoints = Failpoints {
            guard $0 == point else { return }
            scenario.machine.coordinatorIsDead = true
            throw Death()
        }
        #expect(throws: Death.self) { try scenario.run("a") }
        // Long enough to finish all that it holds.
        scenario.machine.coordinatorDied(orphansLiveFor: 30)
        let finished = scenario.machine.finished
        scenario.failpoints = .none
        scenario.machine.meanwhile = { _ in }
        #expect(try scenario.run("b") == .complete)
        #expect(finished.isSubset(of: Set(scenario.store.attempts.map(\.id))))
        #expect(scenario.store.rows.values.allSatisfy { $0.status != .running })
        #expect(try scenario.run("a") == .complete)
        #expect(scenario.store.attempts.count == 6)
        #expect(scenario.store.rows.values.allSatisfy { $0.settlings == 1 })
        #expect(scenario.leftovers == [])
    }

    @Test func `accepts what was finished but not read`() throws {
        let scenario = try Scenario([.succeeds, .succeeds])
        scenario.failpoints = Failpoints { point in
            guard point == .beforeResult else { return }
            scenario.machine.coordinatorIsDead = true
            throw Death()
        }
        #expect(throws: Death.self) { try scenario.run() }
        scenario.machine.coordinatorDied(orphansLiveFor: nil)
        #expect(scenario.store.attempts.isEmpty)
        scenario.failpoints = .none
        #expect(try scenario.run() == .complete)
        #expect(scenario.store.attempts.map(\.id.number) == [1, 1])
    }
}
