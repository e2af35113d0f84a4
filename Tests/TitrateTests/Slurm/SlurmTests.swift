import Foundation
import TestSupport
import Testing

/// What a user does, on a real Slurm.
@Suite(
    "A sweep on Slurm", .waiting,
    .enabled(if: SlurmCluster.isInstalled, SlurmCluster.skipped))
struct SlurmTests {
    @Test func `equals a local one, asks little of Slurm, and never has too many pilots`() throws {
        let cluster = try SlurmCluster(cpus: 2)
        let run = try ClusterSweep(on: cluster, programs: NodePrograms(wait: 0.3))
        let census = Census(cluster)
        let begun = Date.now
        let end = try run.run(["launch", "sweep.yaml"], ["--cpus", "2"], pilots: 3)
        let seconds = Date.now.timeIntervalSince(begun)
        #expect(end.status == 0, "\(end.errors)")
        #expect((1...3).contains(census.end()))
        // Every half second here, every 15 s else; and once for each end of a run.
        #expect(Double(cluster.calls(of: "squeue").count) <= seconds / 0.5 + 3)
        #expect(cluster.calls(of: "sacct") == [] && cluster.calls(of: "scontrol") == [])
        #expect(cluster.calls(of: "sbatch").count == 1)
        #expect(
            try run.sweep.query("select count(*) from attempts where attempt > 1")
                == "count(*)\n0\n")
        try run.expectSettled()
    }

    @Test func `a folder for the nodes holds the spool, and nothing afterwards`() throws {
        let cluster = try SlurmCluster(nodes: 2)
        let run = try ClusterSweep(on: cluster, programs: NodePrograms(wait: 0.3))
        let shared = run.sweep.folder.file("shared")
        try FileManager.default.createDirectory(at: shared, withIntermediateDirectories: false)
        let program = try run.underWay("--spool", shared.path)
        let names = try FileManager.default.contentsOfDirectory(atPath: shared.path)
        #expect(names.count == 1 && names[0].hasPrefix("titrate-"), "\(names)")
        let link = try FileManager.default.destinationOfSymbolicLink(
            atPath: run.sweep.store.path + ".spool")
        #expect(link.hasSuffix(names[0]))
        let end = run.end(of: program)
        #expect(end.status == 0, "\(end.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: shared.path) == [])
        try run.expectSettled()
    }

    @Test func `status shows the pilots and where they write`() throws {
        let cluster = try SlurmCluster(nodes: 2)
        let run = try ClusterSweep(on: cluster, programs: NodePrograms(wait: 0.5))
        let program = try run.underWay(pilots: 3)
        var text = ""
        let hasAll = try run.waits(program, seconds: 10) {
            text = try run.sweep.titrate("status", environment: run.environment).output
            return text.contains(#/2 [^\n]*running/#) && text.contains(#/1 [^\n]*pending/#)
        }
        #expect(hasAll, "\(text)")
        let folder = try #require(
            text.split(whereSeparator: \.isWhitespace).map(String.init)
                .first { $0.hasPrefix("/") && $0.contains("pilots") }, "\(text)")
        let logs =
            (try? FileManager.default.contentsOfDirectory(
                atPath: URL(filePath: folder).deletingLastPathComponent().path)) ?? []
        let here = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        #expect((logs + here).contains { $0.hasSuffix(".log") }, "\(folder) \(logs) \(here)")
        let end = run.end(of: program)
        #expect(end.status == 0, "\(end.errors)")
        try run.expectSettled()
    }

    @Test(arguments: [true, false])
    func `a stop ends the pilots and leaves a store that resumes`(onSlurm: Bool) throws {
        let cluster = try SlurmCluster(nodes: 2)
        let run = try ClusterSweep(on: cluster, programs: NodePrograms(wait: 0.7))
        let program = try run.underWay(pilots: 3)
        let stop = try run.sweep.titrate("stop", "decay", environment: run.environment)
        #expect(stop.status == 0, "\(stop.errors)")
        let end = run.end(of: program, seconds: 10)
        #expect([130, 143].contains(end.status), "\(end.status) \(end.errors)")
        run.expectNothingLeft()
        let resume =
            try onSlurm
            ? run.run(["resume"]) : run.sweep.titrate("resume", environment: run.environment)
        #expect(resume.status == 0, "\(resume.errors)")
        try run.expectSettled()
    }

    @Test func `a stop ends the pilots of a coordinator that is dead`() throws {
        let cluster = try SlurmCluster(nodes: 2)
        var run = try ClusterSweep(on: cluster, programs: NodePrograms(wait: 1))
        run.environment["TITRATE_LEASE_EXPIRY"] = "60000"
        let program = try run.underWay(pilots: 3)
        program.send(signal: SIGKILL)
        _ = program.wait()
        #expect(!run.pilots.isEmpty)
        let stop = try run.sweep.titrate("stop", environment: run.environment)
        #expect(stop.status == 0, "\(stop.errors)")
        run.expectNothingLeft()
        let resume = try run.sweep.titrate("resume", environment: run.environment)
        #expect(resume.status == 0, "\(resume.errors)")
        try run.expectSettled()
    }

    @Test func `pilots with nothing to do leave, and the last trial ends`() throws {
        let cluster = try SlurmCluster()
        var run = try ClusterSweep(on: cluster, programs: NodePrograms(wait: 0.1, first: 6))
        run.environment["TITRATE_PILOT_IDLE"] = "1000"
        let program = try run.start(pilots: 4)
        try #require(run.waits(program) { run.pilots.count == 4 })
        #expect(run.waits(program) { run.pilots.count == 1 })
        #expect(program.isRunning)
        let end = run.end(of: program)
        #expect(end.status == 0, "\(end.errors)")
        #expect(cluster.calls(of: "sbatch").count == 1)
        try run.expectSettled()
    }

    @Test func `confirming the best goes to the cluster too`() throws {
        let cluster = try SlurmCluster(nodes: 2)
        let run = try ClusterSweep(on: cluster)
        #expect(try run.run().status == 0)
        let confirm = try run.run(["confirm", "decay", "--top", "1", "--replicates", "3"])
        #expect(confirm.status == 0, "\(confirm.errors)")
        #expect(
            try run.sweep.query("select count(*) from attempts where worker is not null")
                == "count(*)\n15\n")
        run.expectNothingLeft()
        #expect(run.spools == [])
    }
}
