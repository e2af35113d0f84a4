import Coordinator
import Glibc
public import TrialProtocol

/// A trial run by itself: no worker, no limits, no store; for comparisons.
public struct LoneTrial {
    private let program: String
    private let arguments: [String]

    /// - Parameters:
    ///   - program: run with the path of a specification file, and that of a network's.
    ///   - specification: that path.
    ///   - network: where the trained network is to be left; nil for nowhere.
    public init(program: String, specification: String, network: String? = nil) {
        self.program = absolute(program)
        arguments =
            [absolute(specification)] + (network.map { ["--network", absolute($0)] } ?? [])
    }

    /// Runs it to its end, in the same environment as a worker gives.
    ///
    /// It dies with the thread that calls this.
    ///
    /// - Returns: all that it told, in order; without an end where it ended untold.
    /// - Throws: ``ProgramFault`` where it cannot be started.
    public func run() throws(ProgramFault) -> [TrialMessage] {
        let output = try Pipe()
        defer { close(output.reading) }
        let child = Program(
            path: program, arguments: arguments, environment: TrialEnvironment.values,
            output: output.writing)
        let pid: pid_t
        do throws(ProgramFault) { pid = try child.start() } catch {
            close(output.writing)
            throw error
        }
        close(output.writing)
        _ = fcntl(output.reading, F_SETFL, 0)
        let messages = LoneTrial.messages(from: output.reading)
        while ProgramEnd.reap(pid) == nil { usleep(1000) }
        return messages
    }

    private static func messages(from file: Int32) -> [TrialMessage] {
        var reader = FrameReader()
        var messages: [TrialMessage] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return messages }
            for case .framed(let text) in reader.feed(buffer[..<count]) {
                if let message = try? TrialMessage(text: text) { messages.append(message) }
            }
        }
    }
}
