public import Foundation

/// A program that a test ran to its end.
public struct ProgramResult: Sendable {
    public let status: Int32
    /// Whether a signal ended it; then `status` is the signal's number.
    public let wasSignalled: Bool
    public let output: String
    public let errors: String
}

/// Runs a program and waits for it, with both streams kept.
///
/// - Parameters:
///   - environment: added to the test's own.
///   - folder: the program's current folder.
@discardableResult
public func run(
    _ executable: URL, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String] = [:]
) throws -> ProgramResult {
    let program = RunningProgram(executable, arguments, in: folder, environment: environment)
    try program.start()
    return program.wait()
}

/// A program under way, its streams going to files so that no pipe can fill.
///
/// Spawned and reaped by hand: Foundation's `Process` loses the end of a program now and then
/// when several threads start some at once.
public final class RunningProgram {
    private let executable: URL
    private let arguments: [String]
    private let folder: URL?
    private let environment: [String: String]
    private let streams: URL
    public private(set) var pid: pid_t = 0
    /// What waitpid said; nil while the program runs.
    private var waitStatus: Int32?

    public init(
        _ executable: URL, _ arguments: [String], in folder: URL? = nil,
        environment: [String: String] = [:]
    ) {
        self.executable = executable
        self.arguments = arguments
        self.folder = folder
        self.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("TITRATE_") }
            .merging(environment) { $1 }
        streams = FileManager.default.temporaryDirectory
            .appending(path: "titrate-streams-\(UUID().uuidString)")
    }

    public func start() throws {
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let create = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, streams.path + "/out", create, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, streams.path + "/err", create, 0o600)
        let line = folder.map { ["/usr/bin/env", "-C", $0.path] } ?? []
        let words = (line + [executable.path] + arguments).map { strdup($0) } + [nil]
        let settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + settings { free(word) } }
        let code = posix_spawn(&pid, words[0]!, &actions, nil, words, settings)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
    }

    public var isRunning: Bool {
        reap(WNOHANG)
        return waitStatus == nil
    }

    public func send(signal: Int32) {
        if isRunning { kill(pid, signal) }
    }

    public func wait() -> ProgramResult {
        while waitStatus == nil { reap(0) }
        defer { try? FileManager.default.removeItem(at: streams) }
        let signal = waitStatus! & 0x7F
        return ProgramResult(
            status: signal == 0 ? (waitStatus! >> 8) & 0xFF : signal, wasSignalled: signal != 0,
            output: text("out"), errors: text("err"))
    }

    /// Waits, and looks at its memory meanwhile.
    ///
    /// - Parameter pause: between two looks, in microseconds.
    /// - Returns: how it ended, and the most memory that it has held, in MiB.
    public func waitWatchingMemory(
        every pause: UInt32 = 10_000
    ) -> (end: ProgramResult, peakMemory: Int) {
        var peak = 0
        while isRunning {
            peak = peakMemory ?? peak
            usleep(pause)
        }
        return (wait(), peak)
    }

    private var peakMemory: Int? {
        let file = URL(filePath: "/proc/\(pid)/status")
        let line = try? String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .first { $0.hasPrefix("VmHWM:") }
        return line?.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 >> 10 }
    }

    private func reap(_ options: Int32) {
        guard waitStatus == nil else { return }
        var status: Int32 = 0
        if waitpid(pid, &status, options) == pid { waitStatus = status }
    }

    private func text(_ name: String) -> String {
        String(
            decoding: (try? Data(contentsOf: streams.appending(path: name))) ?? Data(),
            as: UTF8.self)
    }
}
