import Glibc
import JSONText

/// The process that owns a store, as it says itself.
public struct LockOwner: Hashable, Sendable {
    public var host: String
    public var pid: Int
    /// The process's start in clock ticks since the machine's boot: with the pid, what tells
    /// whether this very process still lives.
    public var startTime: String
    public var command: String
    /// Milliseconds since 1970, UTC.
    public var since: Int

    public init(host: String, pid: Int, startTime: String, command: String, since: Int) {
        self.host = host
        self.pid = pid
        self.startTime = startTime
        self.command = command
        self.since = since
    }

    /// This process.
    static func current(command: String, since: Int) -> LockOwner {
        LockOwner(
            host: hostName, pid: Int(getpid()),
            startTime: startTime(ofProcess: Int(getpid())) ?? "",
            command: command, since: since)
    }

    /// Whether the process still lives; of other hosts nothing is known, so that it is assumed.
    var isAlive: Bool {
        host != Self.hostName || startTime == Self.startTime(ofProcess: pid)
    }

    private static var hostName: String {
        var name = [UInt8](repeating: 0, count: 256)
        _ = name.withUnsafeMutableBytes {
            gethostname($0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count - 1)
        }
        return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Field 22 of /proc/PID/stat, counted behind the command's closing parenthesis.
    private static func startTime(ofProcess pid: Int) -> String? {
        guard let file = fopen("/proc/\(pid)/stat", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        let fields =
            String(decoding: bytes.prefix(count), as: UTF8.self)
            .split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 19 ? String(fields[19]) : nil
    }

    var json: JSONValue {
        .object([
            JSONMember(name: "host", value: .text(host)),
            JSONMember(name: "pid", value: .integer(pid)),
            JSONMember(name: "start_time", value: .text(startTime)),
            JSONMember(name: "command", value: .text(command)),
            JSONMember(name: "since", value: .integer(since)),
        ])
    }

    init?(json: JSONValue) {
        guard let host = json["host"]?.asText, let pid = json["pid"]?.asInteger,
            let startTime = json["start_time"]?.asText, let command = json["command"]?.asText,
            let since = json["since"]?.asInteger
        else { return nil }
        self.init(host: host, pid: pid, startTime: startTime, command: command, since: since)
    }
}

extension LockOwner: CustomStringConvertible {
    /// `process 4242 on node7 (titrate launch a.yaml, since 2026-01-01T10:00:00.000Z)`.
    public var description: String {
        "process \(pid) on \(host) (\(command), since \(timestamp(since)))"
    }
}
