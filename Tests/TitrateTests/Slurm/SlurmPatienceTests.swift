import Foundation
import TestSupport
import Testing

/// What Slurm itself takes half a minute to see; `make soak` runs these.
@Suite(
    "Faults that Slurm sees late", .waiting,
    .enabled(if: chaosSeconds != nil && SlurmCluster.isInstalled, SlurmCluster.skipped))
struct SlurmPatienceTests {
    /// Longer than Slurm takes for whatever it sees: silence ends no lease here.
    private static let patience = 120.0

    private static func sweep(
        on cluster: SlurmCluster, _ programs: NodePrograms, text: String
    ) throws -> ClusterSweep {
        var run = try ClusterSweep(on: cluster, programs: programs, text: text)
        run.environment["TITRATE_LEASE_EXPIRY"] = "\(Int(patience * 2000))"
        run.environment["TITRATE_CHECKPOINT_SECONDS"] = "0.1"
        return run
    }

    private static func finish(_ run: ClusterSweep, _ program: RunningProgram) throws {
        let end = run.end(of: program, seconds: patience)
        #expect(end.status == 0, "\(end.errors)")
        try run.expectSettled()
    }

    /// Waits until an attempt has ended for some cause.
    private static func waits(
        _ run: ClusterSweep, _ program: RunningProgram, forCause cause: String
    ) throws {
        var causes = ""
        let hasEnded = try run.waits(program, seconds: patience) {
            causes = try run.sweep.query(
                "select cause from attempts where status not in ('succeeded', 'running')")
            return causes.contains(cause)
        }
        #expect(hasEnded, "\(causes)")
    }

    @Test func `a pilot that cannot end itself is ended by Slurm's time limit`() throws {
        let text = SweepFolder.sweep(steps: 1_000_000)
            .replacing("replicates: 2", with: "replicates: 1")
            .replacing("{values: [tanh, sin, swish]}", with: "tanh")
        let cluster = try SlurmCluster(nodes: 1)
        let run = try Self.sweep(
            on: cluster, NodePrograms(lifetime: 3600, isDeaf: true), text: text)
        let program = try run.start(["launch", "sweep.yaml", "--time-limit", "5m"], pilots: 1)
        try #require(
            run.waits(program, seconds: Self.patience) {
                run.sweep.spooledTrialFiles.contains { $0.hasSuffix(".checkpoint") }
            })
        let pilot = try #require(run.pilots.first)
        for pid in ProcessKind.worker.pids(below: pilot.pid) + [pilot.pid] { kill(pid, SIGSTOP) }
        // The scan for limits comes every 30 s; the shortest limit at a submission is a minute.
        let update = try cluster.slurm("scontrol", "update", "JobId=\(pilot.job)", "EndTime=now")
        #expect(update.status == 0, "\(update.errors)")
        try Self.waits(run, program, forCause: "ran out of time (TimeLimit)")
        try Self.finish(run, program)
        #expect(try run.sweep.query("select stderr_tail from attempts").contains("resumed at step"))
        #expect(cluster.calls(of: "sbatch").count == 2)
        #expect(run.sweep.count("from attempts") == 3)
    }

    /// Whether the user lets Slurm requeue jobs, against what the script asks for.
    @Test(arguments: [false, true])
    func `a node that Slurm gives up costs its trials' attempts, and gets a pilot again`(
        isRequeued: Bool
    ) throws {
        let cluster = try SlurmCluster(nodes: 2)
        let run = try Self.sweep(
            on: cluster, NodePrograms(wait: 2.5), text: SweepFolder.sweep(steps: 400))
        let program = try run.start(
            ["launch", "sweep.yaml"] + (isRequeued ? ["--sbatch=--requeue"] : []))
        try #require(
            run.waits(program, seconds: Self.patience) {
                run.sweep.succeeded() > 0 && Set(run.pilots.map(\.node)).count > 1
            })
        let pilot = try #require(run.pilots.first { $0.node == "n2" })
        try cluster.crash("n2")
        let cause = isRequeued ? "put back into the queue" : "lost its node"
        try Self.waits(run, program, forCause: cause)
        try cluster.revive("n2")
        #expect(
            run.waits(program, seconds: Self.patience) {
                run.pilots.contains { $0.node == "n2" && $0.job != pilot.job }
            })
        try Self.finish(run, program)
        #expect(cluster.calls(of: "sbatch").count == 2)
        // One at the dead pilot had begun; what waited there was no attempt.
        #expect(run.sweep.count("from attempts where status = 'cancelled'") == 1)
        #expect(
            run.sweep.count("from attempts where status not in ('succeeded', 'cancelled')") == 0)
    }
}
