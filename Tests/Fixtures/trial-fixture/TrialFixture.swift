import Coordinator
import Glibc
import TrialRunner

/// A program that stands in for trials, workers and coordinators in tests.
///
///     trial-fixture SPECIFICATION               a trial that behaves as the file says
///     trial-fixture worker FOLDER               a worker whose trials are this program
///     trial-fixture run FOLDER BEHAVIOUR...     a coordinator of trials that behave so
@main
struct TrialFixture {
    static func main() {
        let arguments = CommandLine.arguments
        do {
            switch arguments[1] {
            case "worker": try worker(folder: arguments[2])
            case "run": try LocalRun(folder: arguments[2], behaviours: arguments.dropFirst(3)).run()
            default: Behaviour(specification: arguments[1]).act()
            }
        } catch {
            let text = Array("\(error)\n".utf8)
            write(2, text, text.count)
            exit(EX_IOERR)
        }
    }

    private static func worker(folder: String) throws {
        let program = getenv("FIXTURE_TRIAL").map { String(cString: $0) }
        let worker = Worker(
            folder: folder, trialProgram: program ?? CommandLine.arguments[0],
            failpoints: .fromEnvironment())
        try worker.run()
    }
}
