import ArgumentParser
import Coordinator
import Foundation
import TrialRunner

/// What the batch script of an array of pilots runs on a node: one of its workers.
struct PilotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pilot", abstract: "Work for a coordinator, as a job.", shouldDisplay: false)

    @Argument(help: "The list of the workers' folders, a line each in the array's order.")
    var list: String

    @Option(help: "Seconds until it ends by itself.")
    var seconds: Int

    @Option(help: "Bytes of memory that its trials share.")
    var memory: Int

    func run() throws {
        try Executables.checkTrial()
        let worker = Worker(
            folder: try folder(), trialProgram: Executables.trial,
            allotment: WorkerAllotment(seconds: seconds, memoryBytes: memory),
            failpoints: .fromEnvironment())
        try worker.run()
    }

    /// The folder of the worker at this job's place in the array.
    private func folder() throws -> String {
        let place = ProcessInfo.processInfo.environment["SLURM_ARRAY_TASK_ID"].flatMap { Int($0) }
        guard let place else {
            throw CommandFault(
                .usage, "no SLURM_ARRAY_TASK_ID: a pilot runs as a job of an array",
                hint: "use titrate launch --on slurm")
        }
        guard let text = try? String(contentsOfFile: list, encoding: .utf8) else {
            throw CommandFault(
                .missingInput, "there is no list \(list) any more, or this node does not see it",
                hint: "give --spool a folder that this machine and the nodes share")
        }
        let folders = text.split(separator: "\n")
        guard folders.indices.contains(place) else {
            throw CommandFault(.wrongInput, "\(list) has no line \(place + 1)")
        }
        return String(folders[place])
    }
}
