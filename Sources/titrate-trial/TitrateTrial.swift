import Glibc
import PINNCore
import TrialProtocol
import TrialTraining

/// The process of one trial: reads its specification, trains, and says on standard output, line by
/// line, how it goes.
///
///     titrate-trial SPECIFICATION-PATH [--checkpoint PATH]
///
/// Started by a worker; by hand it runs a trial again. With a checkpoint it goes on where an
/// earlier process of the same trial was cut off, and keeps it up to date every 5 s (or as many as
/// `TITRATE_CHECKPOINT_SECONDS` says, for tests); it never removes it. Ends with 0 when it has
/// said its end, also where the training diverged; with 64 for wrong usage, 65 for a specification
/// that cannot be read or used, and 74 where nobody reads what it says.
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
            arguments.count == 1 || arguments.count == 3 && arguments[1] == "--checkpoint"
        else {
            fail(
                EX_USAGE,
                "usage: titrate-trial SPECIFICATION-PATH [--checkpoint PATH] | --version")
        }
        run(specificationAt: path, checkpoint: arguments.count == 3 ? arguments[2] : nil)
    }

    private static func run(specificationAt path: String, checkpoint: String?) {
        let training: SpecifiedTraining
        do {
            let file = try FileDescriptor.contents(of: path).get()
            training = try SpecifiedTraining(try TrialSpecification(file: file))
        } catch let fault as InverseProblemFault {
            fail(EX_DATAERR, "\(path): error: \(fault.message)")
        } catch {
            fail(EX_DATAERR, "\(path): error: \(error)")
        }
        training.run(checkpoint: checkpoint.map(checkpointFile), note: note) { message in
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
