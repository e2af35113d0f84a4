public import Foundation

/// A program that a test runs to its end.
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
public final class RunningProgram {
    private let process = Process()
    private let streams: URL

    public init(
        _ executable: URL, _ arguments: [String], in folder: URL? = nil,
        environment: [String: String] = [:]
    ) {
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("TITRATE_") }
            .merging(environment) { $1 }
        streams = FileManager.default.temporaryDirectory
            .appending(path: "titrate-streams-\(UUID().uuidString)")
    }

    public var pid: Int32 { process.processIdentifier }
    public var isRunning: Bool { process.isRunning }

    public func start() throws {
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try stream("out")
        process.standardError = try stream("err")
        try process.run()
    }

    public func send(signal: Int32) { kill(pid, signal) }

    public func wait() -> ProgramResult {
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(at: streams) }
        return ProgramResult(
            status: process.terminationStatus,
            wasSignalled: process.terminationReason == .uncaughtSignal,
            output: text("out"), errors: text("err"))
    }

    private func stream(_ name: String) throws -> FileHandle {
        let file = streams.appending(path: name)
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        return try FileHandle(forWritingTo: file)
    }

    private func text(_ name: String) -> String {
        String(
            decoding: (try? Data(contentsOf: streams.appending(path: name))) ?? Data(),
            as: UTF8.self)
    }
}
