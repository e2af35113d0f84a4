public import Coordinator
import Glibc
import JSONText
import TrialProtocol

/// What a coordinator shows of its pilots to other processes: a file in the spool, replaced whole.
public struct PilotBoard: Hashable, Sendable {
    /// The job's name: all jobs of this name are this coordinator's.
    public var name: String
    public var pilots: [Entry] = []
    /// Pilots that ended before their time, so far.
    public var lost = 0
    /// What is known of the last of those.
    public var lastLoss: String?

    /// One pilot.
    public struct Entry: Hashable, Sendable {
        public var worker: String
        public var job: String
        /// Slurm's word for it, in capitals.
        public var state: String
        /// Why it waits; empty where it does not.
        public var reason: String
        public var node: String

        public init(worker: String, job: String, state: String, reason: String, node: String) {
            self.worker = worker
            self.job = job
            self.state = state
            self.reason = reason
            self.node = node
        }
    }

    public init(name: String) { self.name = name }

    private static func path(in spool: Spool) -> String { spool.pilotsFolder + "/board" }

    /// The board of a spool; nil where no coordinator has left one.
    public init?(in spool: Spool) {
        guard let bytes = SystemFile.bytes(Self.path(in: spool), limit: 1 << 24),
            let value = try? JSONValue(parsing: bytes), let name = value["name"]?.asText,
            let pilots = value["pilots"]?.asArray, let lost = value["lost"]?.asInteger
        else { return nil }
        self.name = name
        self.pilots = pilots.compactMap(Entry.init)
        self.lost = lost
        lastLoss = value["last_loss"]?.asText
    }

    /// Puts it in place of the one before.
    func write(in spool: Spool) throws {
        let record = JSONRecord().adding("name", name).adding("lost", lost)
            .adding("last_loss", lastLoss).adding("pilots", .array(pilots.map(\.json)))
        try spool.replace(Self.path(in: spool), with: Array(record.value.serialized().utf8))
    }

    static func remove(from spool: Spool) { unlink(path(in: spool)) }
}

extension PilotBoard.Entry {
    fileprivate init?(_ value: JSONValue) {
        guard let worker = value["worker"]?.asText, let job = value["job"]?.asText,
            let state = value["state"]?.asText
        else { return nil }
        self.init(
            worker: worker, job: job, state: state, reason: value["reason"]?.asText ?? "",
            node: value["node"]?.asText ?? "")
    }

    fileprivate var json: JSONValue {
        JSONRecord().adding("worker", worker).adding("job", job).adding("state", state)
            .adding("reason", reason).adding("node", node).value
    }
}
