import ArgumentParser
import Foundation
import TrialProtocol

/// The command: parses options, wires modules, prints, exits.
@main
struct Titrate: ParsableCommand {
    static let version = titrateVersion

    static let configuration = CommandConfiguration(
        commandName: "titrate",
        abstract: "Sweeps over the settings of inverse PINNs for pharmacokinetic models.",
        version: version,
        subcommands: [
            PlanCommand.self, LaunchCommand.self, ResumeCommand.self, StatusCommand.self,
            ShowCommand.self, QueryCommand.self, ReportCommand.self, ConfirmCommand.self,
            RerunCommand.self,
            PredictCommand.self, SimulateCommand.self, BaselineCommand.self, DoctorCommand.self,
            CancelCommand.self, StopCommand.self, DeleteCommand.self, WorkerCommand.self,
            PilotCommand.self,
        ])

    static func main() {
        signal(SIGPIPE, SIG_IGN)
        // A file beyond the limit of its size is an error to tell of, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let fault = CommandFault(error) ?? unknown(error)
            Console.say(fault.message)
            Foundation.exit(fault.status.rawValue)
        }
    }

    /// What neither a module nor the parser throws is a bug of ours; the parser's own ends here.
    private static func unknown(_ error: any Error) -> CommandFault {
        guard exitCode(for: error) == .failure else { exit(withError: error) }
        return CommandFault(
            .internalFault, "\(error)", hint: "this is a bug of Titrate; please report it")
    }
}
