public import SweepModel
public import TrialProtocol

/// One line of a worker's `out.log`, which that worker alone appends to.
///
/// Times are milliseconds since 1970, UTC, by the worker's machine.
public enum WorkerReport: Hashable, Sendable {
    /// The first line: who the worker is.
    case hello(WorkerHello)
    /// The attempt's process is about to be started.
    case began(AttemptID, at: Int)
    /// The trial said that it starts, or told a point of its learning curve.
    case spoke(AttemptID, TrialMessage, at: Int)
    /// The attempt's process has ended and nothing of it is alive.
    case ended(AttemptID, AttemptReport, at: Int)
    /// A lease given back before it began.
    case returned(AttemptID, at: Int)
    /// It takes no more leases, and will say goodbye when what runs has ended.
    case leaving
    /// The worker lives.
    case heartbeat
    /// The last line: why the worker exits.
    case goodbye(Farewell)

    /// Why a worker exits of its own will.
    public enum Farewell: String, Hashable, Sendable, CaseIterable {
        /// It was told to finish or to stop.
        case told
        /// It has heard nothing from the coordinator for too long.
        case silence
        /// Its machine asked it to end.
        case terminated
        /// The time for which it has its machine is over.
        case timeIsUp = "time-is-up"

        /// After "the worker".
        var words: String {
            switch self {
            case .told: "ended as it was told"
            case .silence: "had heard nothing for too long"
            case .terminated: "was asked to end by its machine"
            case .timeIsUp: "had used its time"
            }
        }

        /// Whether an end so was due, and nothing is wrong.
        var wasDue: Bool { self == .told || self == .timeIsUp }
    }
}

/// Who a worker is.
public struct WorkerHello: Hashable, Sendable {
    public var host: String
    public var pid: Int
    public var bootID: String
    public var startTime: String

    public init(host: String, pid: Int, bootID: String, startTime: String) {
        self.host = host
        self.pid = pid
        self.bootID = bootID
        self.startTime = startTime
    }

    /// The worker as the store keeps it, nothing read yet.
    public func record(of worker: WorkerID) -> WorkerRecord {
        WorkerRecord(id: worker, host: host, pid: pid, bootID: bootID, startTime: startTime)
    }
}

/// How an attempt's process ended, as the worker that supervised it saw it.
public struct AttemptReport: Hashable, Sendable {
    /// `cancelled` where the worker cut it off; never queued, running, lost or dropped.
    public var status: TrialStatus
    public var cause: String?
    public var exitCode: Int?
    public var signal: Int?
    public var stderrTail: String?
    /// What the trial itself told of its end; where it told none, the last point of its learning
    /// curve, if it told one.
    public var end: TrialEnd?
    public var cost: Cost?

    public init(
        status: TrialStatus, cause: String? = nil, exitCode: Int? = nil, signal: Int? = nil,
        stderrTail: String? = nil, end: TrialEnd? = nil, cost: Cost? = nil
    ) {
        self.status = status
        self.cause = cause
        self.exitCode = exitCode
        self.signal = signal
        self.stderrTail = stderrTail
        self.end = end
        self.cost = cost
    }

    /// Ends that a worker can tell of.
    static let statuses: Set<TrialStatus> = [
        .succeeded, .diverged, .stalled, .timedOut, .outOfMemory, .crashed, .cancelled,
    ]
}
