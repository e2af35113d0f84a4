import Coordinator
import CoordinatorDoubles
import Foundation
import SweepModel
import TestSupport
import Testing

@Suite("Cancelling a trial of a run")
struct CancelTests {
    /// Runs a plan and asks for a trial to be cancelled as soon as it is in a state.
    private func run(
        _ scenario: Scenario, cancelling place: Int, when status: TrialStatus
    ) throws -> (end: RunEnd, answer: CancelRequest.Answer?) {
        let request = CancelRequest(trial: scenario.store.order[place])
        let spool = Spool(path: scenario.folder.url.path)
        var isPosted = false
        var answer: CancelRequest.Answer?
        scenario.machine.meanwhile = { _ in
            if !isPosted, scenario.status(at: place) == status {
                isPosted = true
                try! spool.post(request)
            } else if isPosted, answer == nil {
                answer = try! spool.answer(to: request)
            }
        }
        let end = try scenario.run()
        if let answer { return (end, answer) }
        return (end, try spool.answer(to: request))
    }

    @Test func `a trial that runs is ended for good, and the others go on`() throws {
        let scenario = try Scenario([.hangs, .succeeds, .succeeds], slots: 1)
        let (end, answer) = try run(scenario, cancelling: 0, when: .running)
        #expect(end == .complete && answer == .ended)
        #expect(scenario.attempts(at: 0).map(\.status) == [.cancelled])
        #expect((0..<3).map { scenario.status(at: $0) } == [.cancelled, .succeeded, .succeeded])
        #expect(scenario.notices.contains(.trialCancelled(scenario.store.order[0])))
        #expect(scenario.machine.faults == [])
        #expect(scenario.leftovers == [])
    }

    @Test func `a trial that waits is never run`() throws {
        let scenario = try Scenario([.hangs] + Array(repeating: .succeeds, count: 20), slots: 1)
        scenario.machine.stopAt = 3000
        let (_, answer) = try run(scenario, cancelling: 20, when: .queued)
        #expect(answer == .dequeued)
        #expect(scenario.attempts(at: 20).isEmpty)
        #expect(scenario.status(at: 20) == .cancelled)
    }

    @Test func `a trial that has ended stays what it is`() throws {
        let scenario = try Scenario([.succeeds, .hangs], slots: 1)
        scenario.machine.stopAt = 3000
        let (_, answer) = try run(scenario, cancelling: 0, when: .succeeded)
        #expect(answer == .notOpen)
        #expect(scenario.status(at: 0) == .succeeded)
    }
}
