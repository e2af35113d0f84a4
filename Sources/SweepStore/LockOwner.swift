import Coordinator
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

    /// Whether it runs on this machine.
    public var isHere: Bool { host == ProcessIdentity.host }

    /// This process.
    static func current(command: String, since: Int) -> LockOwner {
        LockOwner(
            host: ProcessIdentity.host, pid: Int(getpid()),
            startTime: ProcessIdentity(of: getpid())?.startTime ?? "",
            command: command, since: since)
    }

    /// Whether the process still lives; of other hosts nothing is known, so that it is assumed.
    var isAlive: Bool {
        !isHere
            || pid_t(exactly: pid).flatMap(ProcessIdentity.init)?.startTime == startTime
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
