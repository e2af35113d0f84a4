import ArgumentParser
import Coordinator
import TrialRunner

/// What a launcher starts: a process that takes leases from its folder and supervises trials.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Work for a coordinator.", shouldDisplay: false)

    @Argument(help: "The worker's folder in the spool.")
    var folder: String

    func run() throws {
        let worker = Worker(
            folder: folder, trialProgram: Executables.trial, failpoints: .fromEnvironment())
        try worker.run()
    }
}
