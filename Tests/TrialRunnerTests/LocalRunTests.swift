import Coordinator
import Foundation
import SweepModel
import TestSupport
import Testing

@Suite("A run on this machine", .serialized)
struct LocalRunTests {
    /// A coordinator process with a folder of its own.
    final class Session {
        let folder: TemporaryFolder
        let program: RunningProgram

        init(_ behaviours: [String], environment: [String: String] = [:]) throws {
            folder = try TemporaryFolder()
            program = RunningProgram(
                Project.fixtureProgram("trial-fixture"), ["run", folder.url.path] + behaviours,
                environment: environment)
            try program.start()
        }

        /// Waits until something is true.
        func waits(for condition: () throws -> Bool) throws {
            let deadline = Date.now + 20
            while try !condition() {
                guard Date.now < deadline else { throw CocoaError(.userCancelled) }
                usleep(2000)
            }
        }

        var processesLeft: [Int32] { WorkerSession.processesLeft(mentioning: folder.url.path) }

        /// Waits until so many trials are under way, and returns the worker's process.
        func worker(running count: Int) throws -> Int32 {
            let deadline = Date.now + 20
            while true {
                let trials = WorkerSession.processes(
                    mentioning: folder.file("trials").path)
                let workers = WorkerSession.processes(
                    mentioning: "worker\u{0}\(folder.file("w").path)")
                if trials.count >= count, let worker = workers.first { return worker }
                guard Date.now < deadline else { throw CocoaError(.userCancelled) }
                usleep(5000)
            }
        }
    }

    static let rows = """
        complete
        succeeded 1 ["k=1.0"] 2 ["1"] after 1
        crashed 1 [] 0 [] after 2
        succeeded 1 ["k=3.0"] 2 ["1"] after 1

        """

    /// How many lines of output are so.
    static func lines(of result: ProgramResult, where condition: (Substring) -> Bool) -> Int {
        result.output.split(separator: "\n").count(where: condition)
    }

    @Test func `ends with every result and no process`() throws {
        let session = try Session(["succeed 1", "exit 3", "succeed 3"])
        let result = session.program.wait()
        #expect(result.status == 0 && result.output == Self.rows, "\(result)")
        #expect(session.processesLeft == [])
    }

    @Test func `goes on with another worker when one is killed`() throws {
        let session = try Session(Array(repeating: "sleep 300", count: 6))
        kill(try session.worker(running: 2), SIGKILL)
        let result = session.program.wait()
        #expect(result.output.hasPrefix("complete\n"), "\(result)")
        #expect(Self.lines(of: result) { $0.hasPrefix("succeeded 1 ") } == 6)
        #expect(Self.lines(of: result) { $0.hasSuffix(" after 2") } >= 2)
        #expect(session.processesLeft == [])
    }

    @Test func `goes on with another worker when one is stopped`() throws {
        let session = try Session(Array(repeating: "sleep 300", count: 4))
        kill(try session.worker(running: 2), SIGSTOP)
        let result = session.program.wait()
        #expect(result.output.hasPrefix("complete\n"), "\(result)")
        #expect(Self.lines(of: result) { $0.hasPrefix("succeeded 1 ") } == 4)
        #expect(session.processesLeft == [])
    }

    @Test func `does not accept a result that a worker tells after its lease`() throws {
        let session = try Session(
            ["succeed 1"],
            environment: [
                "FIXTURE_DEAF": "1", Failpoints.variable: "worker.result.before:1:stop",
            ])
        let spool = Spool(path: session.folder.url.path)
        var worker: WorkerID?
        try session.waits {
            worker = spool.workers().first
            let orders = try worker.flatMap { try spool.orders(to: $0).read(from: 0) }
            return orders?.values.contains { value in
                if case .fence = try? WorkerOrder(json: value) { true } else { false }
            } ?? false
        }
        // It stands with the result in hand, and its lease is over.
        let late = try #require(worker)
        let before = try #require(try spool.reports(of: late).read(from: 0)).offset
        let process = try #require(
            WorkerSession.processes(mentioning: "worker\u{0}\(session.folder.file("w").path)").first
        )
        kill(process, SIGCONT)
        try session.waits {
            let reports = try spool.reports(of: late).read(from: before)
            return reports?.values.contains { value in
                if case .ended = try? WorkerReport(json: value) { true } else { false }
            } ?? true
        }
        let result = session.program.wait()
        #expect(
            result.output == "complete\nsucceeded 1 [\"k=1.0\"] 2 [\"1\"] after 2\n", "\(result)")
        #expect(session.processesLeft == [])
    }

    @Test func `takes everything along when the coordinator is killed`() throws {
        let session = try Session(["ignore-term", "hang", "hang"])
        _ = try session.worker(running: 2)
        kill(session.program.pid, SIGKILL)
        #expect(session.program.wait().wasSignalled)
        #expect(session.processesLeft == [])
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `stops in order at a signal`(signal: Int32) throws {
        let session = try Session(["ignore-term", "hang", "succeed 1"])
        _ = try session.worker(running: 2)
        kill(session.program.pid, signal)
        let result = session.program.wait()
        #expect(result.output.hasPrefix("interrupted\nqueued 0"), "\(result)")
        #expect(session.processesLeft == [])
    }

    @Test func `gives up with the reason where workers cannot work`() throws {
        let session = try Session(
            ["succeed 1"], environment: ["FIXTURE_TRIAL": "/no/such/trial"])
        let result = session.program.wait()
        #expect(
            result.output.contains(
                "6 workers in a row ended before any trial did; the last one exited with code 74: "
                    + "cannot start /no/such/trial: No such file or directory"), "\(result)")
        #expect(session.processesLeft == [])
    }

    @Test(arguments: Failpoint.allCases.filter(\.isWorkers))
    func `survives the worker's death at each point`(point: Failpoint) throws {
        let session = try Session(
            ["succeed 1", "exit 3", "succeed 3"],
            environment: [Failpoints.variable: point.rawValue])
        let result = session.program.wait()
        let expected = Self.rows.replacing(/after \d/, with: "")
        #expect(result.output.replacing(/after \d/, with: "") == expected, "\(result)")
        #expect(session.processesLeft == [])
    }

    @Test(arguments: Failpoint.allCases.filter { !$0.isWorkers })
    func `leaves no process when the coordinator dies at a point`(point: Failpoint) throws {
        let session = try Session(
            ["succeed 1", "exit 3", "sleep 200"],
            environment: [Failpoints.variable: point.rawValue])
        let result = session.program.wait()
        #expect(result.wasSignalled && result.status == SIGKILL, "\(point) was not passed")
        #expect(session.processesLeft == [])
    }
}
