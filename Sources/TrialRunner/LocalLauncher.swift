import CProcess
public import Coordinator
import Glibc
public import SweepModel

/// Runs workers as child processes of this process.
///
/// The process must have no other children: orphans of a killed worker are adopted and ended,
/// and they cannot be told from others. Its workers die with the thread that launched them.
public final class LocalLauncher: Launcher {
    private let program: String
    private let arguments: [String]
    private let signals = SignalPipe([SIGCHLD])
    private var workers: [pid_t: (id: WorkerID, errors: String)] = [:]
    private var isFirst = true

    /// - Parameters:
    ///   - program: the path of what is run for a worker.
    ///   - arguments: before the worker's folder, such as `["worker"]`.
    public init(program: String, arguments: [String]) {
        self.program = absolute(program)
        self.arguments = arguments
        cprocess_adopt_orphans()
    }

    public var descriptor: Int32? { signals.descriptor }

    public func launch(_ worker: WorkerID, folder: String) throws {
        let path = folder + "/stderr.log"
        let errors = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard errors >= 0 else { throw SpoolFault("create", path) }
        defer { close(errors) }
        let child = Program(
            path: program, arguments: arguments + [folder], environment: environment,
            errors: errors)
        workers[try child.start()] = (worker, path)
        isFirst = false
    }

    /// A point at which a test kills is armed in the first worker only, not in those that
    /// replace it.
    private var environment: [String: String] {
        var environment = TrialEnvironment.own
        if !isFirst { environment[Failpoints.variable] = nil }
        return environment
    }

    public func news() -> LauncherNews {
        _ = signals.take()
        var exits: [WorkerExit] = []
        for (pid, worker) in workers {
            guard let end = ProgramEnd.reap(pid) else { continue }
            workers[pid] = nil
            exits.append(
                WorkerExit(
                    worker: worker.id, manner: end.signal == nil ? .exited : .killed,
                    cause: LocalLauncher.cause(end, errors: worker.errors)))
        }
        if !exits.isEmpty { _ = ProcessTree.endOrphans { child, _ in workers[child] != nil } }
        return LauncherNews(ended: exits)
    }

    public func joined(_ worker: WorkerID) {}

    public func release(_ worker: WorkerID) {}

    public func finish(isComplete: Bool) -> [String] { [] }

    private static func cause(_ end: ProgramEnd, errors: String) -> String {
        var tail = TextTail(byteLimit: 1000)
        tail.append(Array((SystemFile.text(errors) ?? "").utf8)[...])
        let said = tail.text?.split(separator: "\n").joined(separator: "; ")
        return end.text + (said.map { ": \($0)" } ?? "")
    }

    public func kill(_ worker: WorkerID) {
        for (pid, running) in workers where running.id == worker { ProcessTree.kill(from: pid) }
    }

    public func bury(_ record: WorkerRecord) { ProcessTree.end(record) }
}
