import Coordinator
import Foundation
import TestSupport
import Testing

/// Kills at every named point of the coordinator and the worker.
@Suite("Failpoints", .serialized)
struct FailpointTests {
    static let expected = Result {
        let undisturbed = try SweepFolder(steps: 60)
        let launch = try undisturbed.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        return try undisturbed.settledRows()
    }

    /// A sweep whose coordinator was killed right after a result was committed, so that what
    /// comes next has workers' files to drain, trials to settle and others to run.
    static func interrupted() throws -> SweepFolder {
        let sweep = try SweepFolder(steps: 60)
        let killed = try sweep.titrate(
            "launch", "sweep.yaml", environment: [Failpoints.variable: "result.after:3"])
        #expect(killed.wasSignalled && killed.status == SIGKILL, "\(killed.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        return sweep
    }

    @Test(arguments: Failpoint.allCases)
    func `a kill there is hit, and the plan is finished as if it had not been`(
        point: Failpoint
    ) throws {
        let sweep = try Self.interrupted()
        let evidence = sweep.folder.file("hit")
        let hit = try sweep.titrate(
            "resume",
            environment: [
                Failpoints.variable: point.rawValue, Failpoints.record: evidence.path,
            ])
        #expect(FileManager.default.fileExists(atPath: evidence.path), "not hit: \(hit.errors)")
        #expect(point.isWorkers || hit.wasSignalled && hit.status == SIGKILL, "\(hit.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        let end = try sweep.titrate("resume")
        #expect(end.status == 0, "\(end.errors)")
        #expect(try sweep.settledRows() == Self.expected.get())
        #expect(sweep.processesLeftAfterAWhile() == [])
    }
}
