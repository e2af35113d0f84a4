import Glibc

/// A named point of a run at which a test may kill or stop the process.
///
/// A process that passes the point named in the environment variable ``Failpoints/variable``
/// kills itself there, as a power cut would, or stands still. Each point belongs to the coordinator or to the
/// worker, so one variable can be handed to both.
public enum Failpoint: String, CaseIterable, Sendable {
    // MARK: Coordinator
    case beforeDrain = "drain.before"
    case beforeCleaning = "clean.before"
    case afterCleaning = "clean.after"
    case beforeSpecification = "specification.before"
    case afterSpecification = "specification.after"
    case beforeRegistration = "registration.before"
    case afterRegistration = "registration.after"
    case beforeLease = "lease.before"
    case afterLease = "lease.after"
    case beforeStart = "start.before"
    case afterStart = "start.after"
    case beforeCurve = "curve.before"
    case afterCurve = "curve.after"
    case beforeResult = "result.before"
    case afterResult = "result.after"
    case beforeClosing = "closing.before"
    case afterClosing = "closing.after"
    case beforeOrders = "orders.before"
    case tornOrders = "orders.torn"
    case afterOrders = "orders.after"
    case beforeLaunch = "launch.before"
    case afterLaunch = "launch.after"
    case afterReading = "reading.after"
    case beforeSpentSpecifications = "spent.before"
    case afterSpentSpecifications = "spent.after"

    // MARK: Worker
    case workerBeforeHello = "worker.hello.before"
    case workerAfterHello = "worker.hello.after"
    case workerBeforeSpawn = "worker.spawn.before"
    case workerAfterSpawn = "worker.spawn.after"
    case workerBeforeReports = "worker.reports.before"
    case workerTornReports = "worker.reports.torn"
    case workerAfterReports = "worker.reports.after"
    case workerBeforeResult = "worker.result.before"
    case workerAfterResult = "worker.result.after"
    case workerBeforeGoodbye = "worker.goodbye.before"
    case workerAfterGoodbye = "worker.goodbye.after"

    /// Whether a worker passes it; otherwise the coordinator does.
    public var isWorkers: Bool { rawValue.hasPrefix("worker.") }
}

/// What happens at the points of a run: nothing, unless a test asked for it.
public struct Failpoints {
    /// The environment variable that names a point: `name`, `name:n` for its n-th passing, or
    /// `name:n:stop` to stand still there until SIGCONT comes.
    public static let variable = "TITRATE_FAILPOINT"

    /// The environment variable that names a file to be made as the point is hit, as evidence.
    public static let record = "TITRATE_FAILPOINT_RECORD"

    private let action: ((Failpoint) throws -> Void)?

    /// Points that do nothing.
    public static var none: Failpoints { Failpoints(action: nil) }

    /// Points that do as a test says: throw, to simulate an end right there.
    public init(_ action: @escaping (Failpoint) throws -> Void) { self.action = action }

    private init(action: ((Failpoint) throws -> Void)?) { self.action = action }

    /// Points as the environment arms them; a name that is none arms nothing.
    public static func fromEnvironment() -> Failpoints {
        guard let value = getenv(variable) else { return none }
        let parts = String(cString: value).split(separator: ":")
        guard let armed = parts.first.flatMap({ Failpoint(rawValue: String($0)) }) else {
            return none
        }
        var passesLeft = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
        let stops = parts.count > 2 && parts[2] == "stop"
        return Failpoints { point in
            guard point == armed else { return }
            passesLeft -= 1
            if passesLeft == 0 { stops ? standStill() : endProcess() }
        }
    }

    /// Passes a point.
    public func pass(_ point: Failpoint) throws { try action?(point) }

    private static func leaveEvidence() {
        if let path = getenv(record) { close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)) }
    }

    private static func standStill() {
        leaveEvidence()
        raise(SIGSTOP)
    }

    private static func endProcess() {
        leaveEvidence()
        kill(getpid(), SIGKILL)
        while true { pause() }
    }
}
