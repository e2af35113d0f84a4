import Coordinator
import CoordinatorDoubles
import Foundation
import SweepModel
import TestSupport

/// A plan, a store, a machine and a folder: all that outlives a coordinator.
final class Scenario: Preparer {
    let folder: TemporaryFolder
    let store: InMemoryStore
    let machine: FakeMachine
    private(set) var notices: [RunNotice] = []
    /// Attempts whose end was told before the store had it.
    private(set) var toldTooEarly: [AttemptID] = []
    var failpoints = Failpoints.none
    let policy: RunPolicy
    let retries: Int

    /// - Parameter sweeps: as many trials in all as there are behaviours.
    init(
        _ behaviours: [FakeMachine.Behaviour], slots: Int = 2, workers: Int = 1, retries: Int = 2,
        sweeps: [(name: String, trials: Int)]? = nil
    ) throws {
        folder = try TemporaryFolder()
        store = try InMemoryStore(sweeps: sweeps ?? [("s", behaviours.count)])
        machine = FakeMachine(
            store: store, spool: Spool(path: folder.url.path), behaviours: behaviours)
        policy = RunPolicy(workers: workers, slots: slots, relaunchPause: 2)
        self.retries = retries
    }

    let unknownNames = ["k"]

    func specification(of trial: PlannedTrial) -> [UInt8] { Array(trial.id.text.utf8) }

    /// A new coordinator's run.
    func run(_ sweep: String = "s") throws -> RunEnd {
        let coordinator = Coordinator(
            sweep: sweep, limits: Limits(retries: retries), policy: policy, truths: [1],
            spool: Spool(path: folder.url.path),
            roles: Coordinator.Roles(
                store: store, preparer: self, launcher: machine, stopSource: machine,
                clock: machine),
            failpoints: failpoints, display: { [unowned self] in hear($0) })
        return try coordinator.run()
    }

    private func hear(_ notice: RunNotice) {
        notices.append(notice)
        guard case .trialEnded(let attempt, _, _) = notice,
            !store.attempts.contains(where: { $0.id == attempt })
        else { return }
        toldTooEarly.append(attempt)
    }

    /// Files that are left in the spool.
    var leftovers: [String] {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.url.path)) ?? []
        return paths.filter { $0.hasPrefix("w/") || $0.hasPrefix("trials/") }
            .map { URL(filePath: $0).lastPathComponent }
            .filter { $0.contains(".") || $0.count > 2 }
    }

    /// Attempts at the trial at a place of the plan, in the order of their ends.
    func attempts(at place: Int) -> [AttemptOutcome] {
        store.attempts.filter { $0.id.trial == store.order[place] }.map(\.outcome)
    }

    func status(at place: Int) -> TrialStatus? { store.rows[store.order[place]]?.status }
}
