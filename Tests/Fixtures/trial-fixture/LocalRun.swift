import Coordinator
import CoordinatorDoubles
import Glibc
import SweepModel
import TrialRunner

/// A run on this machine whose store is gone when it ends.
final class LocalRun: Preparer {
    private let folder: String
    private let behaviours: [String]

    init(folder: String, behaviours: some Collection<String>) {
        self.folder = folder
        self.behaviours = Array(behaviours)
    }

    let unknownNames = ["k"]

    func specification(of trial: PlannedTrial) -> [UInt8] {
        Array(behaviours[trial.replicate].utf8)
    }

    /// Runs it, and prints how it ended and a line for each trial.
    func run() throws {
        let store = try InMemoryStore(trials: behaviours.count)
        let launcher = LocalLauncher(program: CommandLine.arguments[0], arguments: ["worker"])
        let coordinator = Coordinator(
            sweep: "s", limits: Limits(retries: 1),
            policy: RunPolicy(
                slots: 2, heartbeat: 200, leaseExpiry: 1500, silenceLimit: 1000,
                farewell: 2000, relaunchPause: 10),
            truths: [1], spool: Spool(path: folder),
            roles: Coordinator.Roles(
                store: store, preparer: self,
                launcher: getenv("FIXTURE_DEAF") == nil ? launcher : DeafLauncher(launcher),
                stopSource: StopSignals()),
            failpoints: .fromEnvironment(), display: { _ in })
        let end = try coordinator.run()
        print(end)
        for (id, row) in zip(store.order, store.settledRows) {
            print(row, "after", store.rows[id]?.open.attempt ?? 0)
        }
    }
}

/// A launcher whose kills do not reach the workers, as where the network is split.
final class DeafLauncher: Launcher {
    private let launcher: LocalLauncher

    init(_ launcher: LocalLauncher) { self.launcher = launcher }

    var descriptor: Int32? { launcher.descriptor }

    func launch(_ worker: WorkerID, folder: String) throws {
        try launcher.launch(worker, folder: folder)
    }

    func news() -> LauncherNews { launcher.news() }

    func joined(_ worker: WorkerID) {}

    func release(_ worker: WorkerID) {}

    func finish(isComplete: Bool) -> [String] { [] }

    func kill(_ worker: WorkerID) {}

    func bury(_ record: WorkerRecord) {}
}
