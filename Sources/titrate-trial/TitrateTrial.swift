import Glibc
import PINNCore
import TrialProtocol
import TrialTraining

/// The process of one trial: reads its specification, trains, and says on standard output, line by
/// line, how it goes.
///
///     titrate-trial SPECIFICATION-PATH [--checkpoint PATH] [--network PATH]
///
/// Started by a worker; by hand it runs a trial again. With a checkpoint it goes on where an
/// earlier process of the same trial was cut off, and keeps it up to date every 5 s (or as many as
/// `TITRATE_CHECKPOINT_SECONDS` says, for tests); it never removes it. At the network's path it
/// leaves what it has trained. Ends with 0 when it has said its end, also where the training
/// diverged; with 64 for wrong usage, 65 for a specification that cannot be read or used, 69 where
/// `TITRATE_INSTRUCTIONS` names instructions that this machine does not have, and 74 where nobody
/// reads what it says.
@main
struct TitrateTrial {
    static func main() {
        // A reader that has gone is told by the write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--version"] {
            exit(say("titrate-trial \(titrateVersion)\n") ? EX_OK : EX_IOERR)
        }
        guard let path = arguments.first, !path.hasPrefix("-"),
            let options = options(arguments.dropFirst())
        else {
            fail(
                EX_USAGE,
                "usage: titrate-trial SPECIFICATION-PATH [--checkpoint PATH] [--network PATH]"
                    + " | --version")
        }
        do { _ = try InstructionSet.chosen(by: InstructionSet.requested) } catch {
            fail(EX_UNAVAILABLE, "\(error)")
        }
        run(
            specificationAt: path, checkpoint: options["--checkpoint"],
            network: options["--network"])
    }

    /// Options and their paths; nil where there are others, or one twice.
    private static func options(_ arguments: ArraySlice<String>) -> [String: String]? {
        var options: [String: String] = [:]
        var rest = arguments
        while let option = rest.popFirst() {
            guard ["--checkpoint", "--network"].contains(option), options[option] == nil,
                let path = rest.popFirst()
            else { return nil }
            options[option] = path
        }
        return options
    }

    private static func run(
        specificationAt path: String, checkpoint: String?, network: String?
    ) {
        let training: SpecifiedTraining
        do {
            let file = try FileDescriptor.contents(of: path).get()
            training = try SpecifiedTraining(try TrialSpecification(file: file))
        } catch let fault as InverseProblemFault {
            fail(EX_DATAERR, "\(path): error: \(fault.message)")
        } catch {
            fail(EX_DATAERR, "\(path): error: \(error)")
        }
        training.run(
            checkpoint: checkpoint.map(checkpointFile), network: network, note: note
        ) { message in
            guard FileDescriptor.standardOutput.write(message.withMemory.line) else {
                exit(EX_IOERR)
            }
        }
    }

    private static func checkpointFile(at path: String) -> CheckpointFile {
        let variable = "TITRATE_CHECKPOINT_SECONDS"
        guard let text = getenv(variable).map({ String(cString: $0) }) else {
            return CheckpointFile(path: path)
        }
        guard let seconds = Double(text), seconds >= 0 else {
            fail(EX_USAGE, "\(variable) is a number of seconds, not '\(text)'")
        }
        return CheckpointFile(path: path, seconds: seconds)
    }

    private static func say(_ text: String) -> Bool {
        FileDescriptor.standardOutput.write(Array(text.utf8))
    }

    private static func note(_ text: String) {
        _ = FileDescriptor.standardError.write(Array("\(text)\n".utf8))
    }

    private static func fail(_ status: Int32, _ message: String) -> Never {
        note(message)
        exit(status)
    }
}
