import Coordinator
import Foundation
import ProblemModel
import SlurmLauncher
import SweepModel
import SweepReport
import SweepStore
import TrialRunner

/// One run of a sweep that is in the store: from wherever it stands to its end.
struct SweepRun {
    let input: SweepInput
    let preparer: SweepPreparer
    let store: SweepStore
    let crew: Crew

    /// Runs what is left of the plan, then what extends it: its own focus, and what else is asked.
    ///
    /// - Throws: ``CommandFault`` where not all of it is complete.
    func run(extending extensions: [PlanExtension] = []) throws {
        let stops = StopSignals()
        defer { folder.removeDeadLink() }
        let record = try store.sweepRecord(named: input.sweep.name)
        let display = ProgressDisplay(
            sweep: input.sweep.name, yardstick: Yardstick(of: record))
        try complete(stops, display)
        let focus = input.sweep.focus.map { [PlanExtension.focus($0)] } ?? []
        for plan in focus + extensions {
            announce(plan, try store.extend(input.sweep.name, by: plan))
            try complete(stops, display)
        }
    }

    private func complete(_ stops: StopSignals, _ display: ProgressDisplay) throws {
        // Each stage leaves an empty spool behind.
        try placeSpool()
        let end = try coordinator(stops, display: display.show).run()
        display.finish()
        switch end {
        case .complete: break
        case .interrupted:
            let status: ExitStatus = stops.first == SIGINT ? .interrupted : .terminated
            throw CommandFault(
                status, rendered: "stopped; 'titrate resume \(input.sweep.name)' finishes the plan")
        case .gaveUp(let cause):
            throw CommandFault(.unavailable, cause)
        }
    }

    private func announce(_ plan: PlanExtension, _ receipt: ExtensionReceipt) {
        guard receipt.added > 0 else { return }
        let configurations = Figures.count(receipt.configurations, "configuration")
        let trials = Figures.count(receipt.added, "more trial")
        Console.say("\(plan.stage.noun): \(trials) of the best \(configurations)")
    }

    /// Shows the configurations that rank first.
    func showTopRanks() throws {
        let report = Report(
            sweep: try store.sweepRecord(named: input.sweep.name),
            trials: try store.leadingTrialRecords(
                of: input.sweep.name, configurations: Report.topRankCount),
            varying: input.sweep.variedSettings)
        Console.write(report.topRanks())
    }

    /// Accepts what an earlier run has left behind, and runs nothing.
    func settle() throws {
        try SweepRun(input: input, preparer: preparer, store: store, crew: .local(jobs: 1))
            .coordinator(StopSignals()) { _ in }.settle()
        folder.removeDeadLink()
    }

    private var folder: SpoolFolder { SpoolFolder(files: store.files) }

    private func placeSpool() throws {
        // What an earlier run has told is read where it told it.
        if folder.hasToMove(to: crew.sharedFolder) { try settle() }
        try folder.place(on: crew.sharedFolder)
    }

    /// What runs the sweep from here on; the pilots of whatever ran it before are ended.
    private func coordinator(
        _ stops: StopSignals, display: @escaping (RunNotice) -> Void
    ) -> Coordinator {
        if let warning = SlurmLauncher.endEarlier(in: folder.spool) {
            Console.say("warning: \(warning)")
        }
        return Coordinator(
            sweep: input.sweep.name, limits: input.sweep.limits, policy: crew.policy,
            truths: input.problem.unknowns.map(\.truth), spool: folder.spool,
            roles: Coordinator.Roles(
                store: store, preparer: preparer, launcher: crew.launcher(folder.spool),
                stopSource: stops),
            failpoints: .fromEnvironment(), display: display)
    }
}

extension OwnedStore {
    /// Accepts what an earlier run of a sweep has left behind, by the files that the store has:
    /// what follows may change them.
    func settle(_ sweep: String) throws {
        let state = try store.runState(of: sweep)
        guard !state.workers.isEmpty || state.open.contains(where: { $0.worker != nil }) else {
            return
        }
        let input = try SweepInput(named: sweep, in: store)
        let run = SweepRun(
            input: input, preparer: try input.preparer(), store: store, crew: .local(jobs: 1))
        try run.settle()
    }
}

/// The programs of a build, which find each other beside themselves.
enum Executables {
    static var titrate: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    static var trial: String {
        URL(filePath: titrate).deletingLastPathComponent().appending(path: "titrate-trial").path
    }

    /// Checked before anything is run or written.
    static func checkTrial() throws {
        guard access(trial, X_OK) == 0 else {
            throw CommandFault(
                .unavailable, "there is no program \(trial)",
                hint: "keep titrate and titrate-trial in one folder")
        }
    }
}
