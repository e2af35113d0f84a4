import Foundation
import TestSupport
import Testing

/// What happens to pilots, nodes and controllers, each for real.
@Suite(
    "Faults of a cluster", .waiting, .enabled(if: SlurmCluster.isInstalled, SlurmCluster.skipped))
struct SlurmFaultTests {
    /// Two pilots on nodes of one processor each.
    private static func underWay(
        _ options: String..., nodes: Int = 2, pilots: Int = 2, seconds: Double = 0.6,
        environment: [String: String] = [:]
    ) throws -> (SlurmCluster, ClusterSweep, RunningProgram) {
        let cluster = try SlurmCluster(nodes: nodes)
        var run = try ClusterSweep(on: cluster, programs: NodePrograms(wait: seconds))
        run.environment.merge(environment) { $1 }
        let program = try run.start(["launch", "sweep.yaml"] + options, pilots: pilots)
        guard run.sweep.waits(program, for: { $0.succeeded() > 0 }) else {
            throw ClusterSweep.Ended(result: run.end(of: program))
        }
        return (cluster, run, program)
    }

    private static func finish(_ run: ClusterSweep, _ program: RunningProgram) throws {
        let end = run.end(of: program)
        #expect(end.status == 0, "\(end.errors)")
        try run.expectSettled()
    }

    @Test func `a node that crashes and comes back costs its trials' attempts only`() throws {
        let (cluster, run, program) = try Self.underWay(seconds: 0.9)
        try cluster.crash("n2")
        #expect(run.waits(program) { $0.lost > 0 })
        try cluster.revive("n2")
        try Self.finish(run, program)
    }

    @Test func `a pilot that is killed is replaced`() throws {
        let (cluster, run, program) = try Self.underWay()
        let census = Census(cluster)
        let pilot = try #require(run.pilots.first)
        kill(pilot.pid, SIGKILL)
        #expect(run.waits(program) { _ in run.pilots.contains { $0.job != pilot.job } })
        try Self.finish(run, program)
        #expect(census.end() <= 2)
    }

    @Test func `a requeued job does not work on under its old name`() throws {
        let (cluster, run, program) = try Self.underWay("--sbatch=--requeue")
        let pilot = try #require(run.pilots.first)
        #expect(try cluster.slurm("scontrol", "requeue", pilot.job).status == 0)
        try Self.finish(run, program)
    }

    @Test func `a job of higher rank takes a pilot's node`() throws {
        let (cluster, run, program) = try Self.underWay("--partition", "spare", seconds: 1)
        let pilot = try #require(run.pilots.first)
        let urgent = try cluster.slurm(
            "sbatch", "--parsable", "--partition=urgent", "--nodelist=\(pilot.node)",
            "--output=/dev/null", "--wrap=sleep 1")
        #expect(urgent.status == 0, "\(urgent.errors)")
        #expect(run.waits(program) { _ in !run.pilots.contains(pilot) })
        try Self.finish(run, program)
    }

    @Test func `scancel of all pilots is answered with new ones`() throws {
        let (cluster, run, program) = try Self.underWay()
        let jobs = Set(run.pilots.map(\.job))
        try cluster.slurm("scancel", "--me")
        #expect(run.waits(program) { _ in run.pilots.contains { !jobs.contains($0.job) } })
        try Self.finish(run, program)
    }

    @Test func `a controller that dies and comes back is waited for`() throws {
        let (cluster, run, program) = try Self.underWay(seconds: 1.2)
        try cluster.killController()
        let pilot = try #require(run.pilots.first)
        kill(pilot.pid, SIGKILL)
        usleep(2_000_000)
        try cluster.startController()
        try Self.finish(run, program)
        #expect(cluster.calls(of: "sbatch").count > 1)
    }

    @Test(arguments: [true, false])
    func `a coordinator that is killed is resumed`(onSlurm: Bool) throws {
        let (_, run, program) = try Self.underWay()
        program.send(signal: SIGKILL)
        _ = program.wait()
        let done = run.sweep.succeeded()
        let resume =
            try onSlurm
            ? run.run(["resume"]) : run.sweep.titrate("resume", environment: run.environment)
        #expect(resume.status == 0, "\(resume.errors)")
        #expect(done > 0)
        try run.expectSettled()
    }

    @Test func `a pilot that is frozen beyond its lease wakes up to nothing`() throws {
        let (_, run, program) = try Self.underWay(pilots: 1)
        let pilot = try #require(run.pilots.first)
        kill(pilot.pid, SIGSTOP)
        #expect(run.waits(program) { $0.lost > 0 })
        kill(pilot.pid, SIGCONT)
        try Self.finish(run, program)
    }

    @Test func `a pilot that is held is replaced`() throws {
        let (cluster, run, program) = try Self.underWay(nodes: 1, pilots: 2, seconds: 0.4)
        let waiting = try #require(cluster.jobs(in: "pending")?.first)
        #expect(try cluster.slurm("scontrol", "hold", waiting).status == 0)
        #expect(run.waits(program) { _ in cluster.jobs(in: "pending")?.first != waiting })
        try Self.finish(run, program)
    }

    @Test func `a partition that is not there ends the run with sbatch's words`() throws {
        let cluster = try SlurmCluster(nodes: 1)
        let run = try ClusterSweep(on: cluster)
        let end = try run.run(["launch", "sweep.yaml"], ["--partition", "nosuch"])
        #expect(end.status == 69, "\(end.status) \(end.errors)")
        #expect(end.errors.contains("Invalid partition name specified"), "\(end.errors)")
        run.expectNothingLeft()
        let resume = try run.sweep.titrate("resume", environment: run.environment)
        #expect(resume.status == 0, "\(resume.errors)")
        try run.expectSettled()
    }

    @Test func `a time limit that the partition does not allow ends the run`() throws {
        let cluster = try SlurmCluster(nodes: 1)
        let run = try ClusterSweep(on: cluster)
        let end = try run.run(
            ["launch", "sweep.yaml"], ["--partition", "brief", "--time-limit", "2h"])
        #expect(end.status == 69, "\(end.status) \(end.errors)")
        #expect(end.errors.contains("PartitionTimeLimit"), "\(end.errors)")
        run.expectNothingLeft()
    }

    @Test func `a squeue that fails for long concludes nothing`() throws {
        let (cluster, run, program) = try Self.underWay(seconds: 1)
        try cluster.setBroken(true, "squeue")
        #expect(run.waits(program) { $0.succeeded() == 10 })
        try cluster.setBroken(false, "squeue")
        try Self.finish(run, program)
        #expect(cluster.calls(of: "sbatch").count == 1)
        #expect(run.sweep.count("from attempts where attempt > 1") == 0)
    }

    @Test(.disabled(if: Machine.isSanitized, "its trials would take minutes"))
    func `trials longer than a pilot may live go on in the next one`() throws {
        let text = SweepFolder.sweep(steps: 1_000_000)
            .replacing("replicates: 2", with: "replicates: 1")
            .replacing("{values: [tanh, sin, swish]}", with: "tanh")
        let cluster = try SlurmCluster(nodes: 2)
        var run = try ClusterSweep(
            on: cluster, programs: NodePrograms(lifetime: 3), text: text)
        run.environment["TITRATE_CHECKPOINT_SECONDS"] = "0.1"
        let program = try run.start(["launch", "sweep.yaml", "--time-limit", "1m"])
        try Self.finish(run, program)
        let said = try run.sweep.query("select stderr_tail from attempts")
        #expect(said.contains("resumed at step"), "\(said)")
        #expect(cluster.calls(of: "sbatch").count > 1)
    }
}

extension ClusterSweep {
    /// Waits for something of the sweep while a program runs.
    fileprivate func waits(
        _ program: RunningProgram, for condition: (SweepFolder) -> Bool
    ) -> Bool {
        waits(program, seconds: 30) { condition(sweep) }
    }
}

extension SweepFolder {
    /// Attempts that ended with the worker they were with.
    fileprivate var lost: Int {
        count("from attempts where status not in ('succeeded', 'running')")
    }
}
