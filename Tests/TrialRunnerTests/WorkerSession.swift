import Coordinator
import Foundation
import SweepModel
import TestSupport

/// A worker with a folder of its own, whose trials are fixture programs.
final class WorkerSession {
    let folder: TemporaryFolder
    let spool: Spool
    let worker = WorkerID("w1")
    private var program: RunningProgram?

    init() throws {
        folder = try TemporaryFolder()
        spool = Spool(path: folder.url.path)
        for name in ["w/w1", "trials"] {
            try FileManager.default.createDirectory(
                at: folder.file(name), withIntermediateDirectories: true)
        }
    }

    static func terms(
        slots: Int = 2, silenceLimit: Int = 20_000, killGrace: Int = 100
    ) -> WorkerTerms {
        WorkerTerms(
            slots: slots, heartbeat: 1000, silenceLimit: silenceLimit, killGrace: killGrace)
    }

    func order(_ orders: WorkerOrder...) throws {
        try spool.orders(to: worker).append(orders.map(\.json)) {}
    }

    /// Leases the first attempt of a trial that behaves so.
    @discardableResult
    func lease(
        _ trial: String, _ behaviour: String, limits: TrialLimits = TrialLimits()
    ) throws -> AttemptID {
        let attempt = AttemptID(trial: TrialID(trial), number: 1)
        let specification = spool.specification(of: attempt, at: worker)
        try Data(behaviour.utf8).write(to: URL(filePath: specification))
        try order(.lease(attempt, limits))
        return attempt
    }

    func start(environment: [String: String] = [:]) throws {
        let program = RunningProgram(
            Project.fixtureProgram("trial-fixture"), ["worker", spool.folder(of: worker)],
            environment: environment)
        try program.start()
        self.program = program
    }

    var pid: Int32 { program!.pid }

    @discardableResult
    func wait() -> ProgramResult { program!.wait() }

    func reports() throws -> [WorkerReport] {
        try spool.reports(of: worker).read(from: 0)?.values.map(WorkerReport.init(json:)) ?? []
    }

    /// Waits until something is reported.
    func wait(for condition: (WorkerReport) -> Bool) throws {
        let deadline = Date.now + 20
        while try !reports().contains(where: condition) {
            guard Date.now < deadline else { throw CocoaError(.userCancelled) }
            usleep(5000)
        }
    }

    /// How attempts ended, by trial.
    func ends() throws -> [String: AttemptReport] {
        try reports().reduce(into: [:]) { ends, report in
            if case .ended(let attempt, let end, _) = report { ends[attempt.trial.text] = end }
        }
    }

    /// Processes alive now in whose command line a text stands, this one aside.
    static func processes(mentioning text: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            let line = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline"))
            return pid != getpid() && String(decoding: line ?? Data(), as: UTF8.self).contains(text)
        }
    }

    /// The same after they have had a moment to end.
    static func processesLeft(mentioning text: String) -> [Int32] {
        for _ in 0..<200 where !processes(mentioning: text).isEmpty { usleep(10_000) }
        return processes(mentioning: text)
    }
}
