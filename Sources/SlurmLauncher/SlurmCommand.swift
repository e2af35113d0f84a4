import Coordinator
import Glibc
import TrialRunner

/// A command of Slurm under way, started without a shell; nobody waits for it.
final class SlurmCommand {
    /// What came of a command.
    struct Outcome {
        var output: String
        var errors: String
        /// Nil where a signal ended it, or it took too long.
        var exitCode: Int?

        var hasSucceeded: Bool { exitCode == 0 }

        /// The last of what it said, in one line.
        var complaint: String {
            let said = (errors.isEmpty ? output : errors).split(separator: "\n").suffix(3)
            return said.isEmpty
                ? exitCode.map { "exited with code \($0)" } ?? "gave no answer"
                : said.joined(separator: "; ")
        }
    }

    /// Milliseconds that a command may take: Slurm's own wait for an answer is below.
    private static let patience = 60_000

    private let pid: pid_t
    private let files: [Int32]
    private var texts: [[UInt8]] = [[], []]
    private let deadline: Int

    /// Starts it.
    init(_ path: String, _ arguments: [String], now: Int) throws(ProgramFault) {
        let output = try Pipe()
        let errors = try Pipe()
        defer {
            close(output.writing)
            close(errors.writing)
        }
        files = [output.reading, errors.reading]
        deadline = now + Self.patience
        let program = Program(
            path: path, arguments: arguments, environment: TrialEnvironment.own,
            output: output.writing, errors: errors.writing)
        do { pid = try program.start() } catch {
            for file in files { close(file) }
            throw error
        }
    }

    /// What came of it; nil while it runs. To be asked no more once it has told.
    func outcome(now: Int) -> Outcome? {
        read()
        if let end = ProgramEnd.reap(pid) { return outcome(end.exitCode) }
        guard now >= deadline else { return nil }
        ProcessTree.kill(from: pid)
        while ProgramEnd.reap(pid) == nil { usleep(1000) }
        return outcome(nil)
    }

    private func outcome(_ exitCode: Int?) -> Outcome {
        read()
        for file in files { close(file) }
        let texts = texts.map { String(decoding: $0, as: UTF8.self) }
        return Outcome(output: texts[0], errors: texts[1], exitCode: exitCode)
    }

    private func read() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        for (place, file) in files.enumerated() {
            while case let count = Glibc.read(file, &buffer, buffer.count), count > 0 {
                // A line a job, of as many as are ever asked for.
                if texts[place].count < 1 << 24 { texts[place] += buffer[..<count] }
            }
        }
    }

    /// Runs a command to its end, where nothing else is to be done meanwhile.
    static func run(_ path: String, _ arguments: [String]) -> Outcome {
        let clock = SystemClock()
        do {
            let command = try SlurmCommand(path, arguments, now: clock.now.monotonic)
            while true {
                if let outcome = command.outcome(now: clock.now.monotonic) { return outcome }
                clock.wait(milliseconds: 10, on: [])
            }
        } catch {
            return Outcome(output: "", errors: error.description, exitCode: nil)
        }
    }
}
