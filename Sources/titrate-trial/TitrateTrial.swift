import Glibc
import PINNCore
import TrialProtocol
import TrialTraining

/// The process of one trial: reads its specification, trains, and says on standard output, line by
/// line, how it goes.
///
/// Started by a worker; by hand it runs a trial again. Ends with 0 when it has said its end, also
/// where the training diverged; with 64 for wrong usage, 65 for a specification that cannot be
/// read or used, and 74 where nobody reads what it says.
@main
struct TitrateTrial {
    static func main() {
        // A reader that has gone is told by the write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--version"] {
            exit(say("titrate-trial \(titrateVersion)\n") ? EX_OK : EX_IOERR)
        }
        guard arguments.count == 1, let path = arguments.first, !path.hasPrefix("-") else {
            fail(EX_USAGE, "usage: titrate-trial SPECIFICATION-PATH | --version")
        }
        run(specificationAt: path)
    }

    private static func run(specificationAt path: String) {
        let training: SpecifiedTraining
        do {
            let file = try FileDescriptor.contents(of: path).get()
            training = try SpecifiedTraining(try TrialSpecification(file: file))
        } catch let fault as InverseProblemFault {
            fail(EX_DATAERR, "\(path): error: \(fault.message)")
        } catch {
            fail(EX_DATAERR, "\(path): error: \(error)")
        }
        training.run { message in
            guard FileDescriptor.standardOutput.write(message.line) else { exit(EX_IOERR) }
        }
    }

    private static func say(_ text: String) -> Bool {
        FileDescriptor.standardOutput.write(Array(text.utf8))
    }

    private static func fail(_ status: Int32, _ message: String) -> Never {
        _ = FileDescriptor.standardError.write(Array("\(message)\n".utf8))
        exit(status)
    }
}
