import Foundation
import TestSupport
import Testing

/// What a Slurm may answer, from commands that only look like Slurm's.
@Suite("Slurm's odd answers", .waiting)
struct OddSlurmTests {
    /// What goes wrong, and how often: `*` after the last is for ever.
    struct Oddity: CustomTestStringConvertible, Sendable {
        let command: String
        let answers: [String]
        /// What the user reads of it; nil where it is no news.
        var said: String?

        var testDescription: String { "\(command) \(answers.joined(separator: ", "))" }
    }

    @Test(arguments: [
        Oddity(
            command: "sbatch", answers: ["unreachable", "unreachable"],
            said: "Unable to contact slurm"),
        Oddity(command: "sbatch", answers: ["timeout"], said: "Socket timed out"),
        Oddity(command: "sbatch", answers: ["qos"], said: "Job violates accounting/QOS policy"),
        Oddity(command: "sbatch", answers: ["named-cluster"]),
        Oddity(command: "sbatch", answers: ["talkative"]),
        Oddity(command: "sbatch", answers: ["held"], said: "JobHeldAdmin"),
        Oddity(command: "sbatch", answers: ["launch-failed"], said: "launch failed requeued held"),
        Oddity(command: "sbatch", answers: ["doubled"]),
        Oddity(command: "squeue", answers: ["fail *"]),
        Oddity(command: "squeue", answers: ["empty *"]),
        Oddity(command: "squeue", answers: ["garbled *"]),
        Oddity(command: "squeue", answers: ["unknown-state *"]),
        Oddity(command: "squeue", answers: ["old-twins *"]),
        Oddity(command: "squeue", answers: ["hang"]),
        Oddity(command: "squeue", answers: ["node-fail *"]),
        Oddity(command: "scancel", answers: ["fail"]),
    ])
    func `costs no result and doubles none`(oddity: Oddity) throws {
        let slurm = try FakeSlurm()
        try slurm.set(oddity.command, oddity.answers.joined(separator: "\n"))
        let run = try ClusterSweep(on: slurm)
        let end = try run.run()
        #expect(end.status == 0, "\(end.errors)")
        if let said = oddity.said {
            // Once, or once a pilot.
            let times = end.errors.components(separatedBy: said).count - 1
            #expect((1...2).contains(times), "\(end.errors)")
        }
        try slurm.mend(oddity.command)
        try run.expectSettled()
    }

    @Test func `a job that is requeued runs nothing under its old name`() throws {
        let slurm = try FakeSlurm()
        try slurm.set("sbatch", "requeued")
        let run = try ClusterSweep(on: slurm, programs: NodePrograms(wait: 0.2))
        let end = try run.run()
        #expect(end.status == 0, "\(end.errors)")
        try run.expectSettled()
    }

    @Test func `job ids that come again belong to the pilots that have them now`() throws {
        let slurm = try FakeSlurm()
        try slurm.set("sbatch", "well\nsame-ids *")
        let run = try ClusterSweep(on: slurm, programs: NodePrograms(wait: 0.3))
        let program = try run.underWay()
        for pilot in run.pilots { kill(pilot.pid, SIGKILL) }
        let end = run.end(of: program)
        #expect(end.status == 0, "\(end.errors)")
        try run.expectSettled()
    }

    @Test(arguments: [
        ("partition", "Invalid partition name specified"),
        ("account", "Invalid account or account/partition combination specified"),
        ("limits", "Requested time limit is invalid"),
    ])
    func `a refusal that stays ends the run with Slurm's own words`(
        refusal: String, words: String
    ) throws {
        let slurm = try FakeSlurm()
        try slurm.set("sbatch", refusal + " *")
        let run = try ClusterSweep(on: slurm)
        let end = try run.run()
        #expect(end.status == 69, "\(end.status) \(end.errors)")
        // However many pilots: once as it happens, and once as the run's end.
        let told = end.errors.split(separator: "\n").count { $0.contains(words) }
        #expect((1...2).contains(told), "\(end.errors)")
        #expect((1...6).contains(slurm.calls(of: "sbatch").count))
        run.expectNothingLeft()
        try slurm.mend("sbatch")
        #expect(try run.run(["resume"]).status == 0)
        try run.expectSettled()
    }

    @Test func `jobs that are held for ever are replaced a few times, and no more`() throws {
        let slurm = try FakeSlurm()
        try slurm.set("sbatch", "time-limit *")
        let run = try ClusterSweep(on: slurm)
        let end = try run.run()
        #expect(end.status == 69, "\(end.status) \(end.errors)")
        #expect(end.errors.contains("PartitionTimeLimit"), "\(end.errors)")
        run.expectNothingLeft()
        #expect(!FileManager.default.fileExists(atPath: run.sweep.store.path + ".spool/pilots"))
    }

    @Test func `a squeue that hangs holds nothing up`() throws {
        let slurm = try FakeSlurm()
        try slurm.set("squeue", "hang *")
        let run = try ClusterSweep(on: slurm)
        let begun = Date.now
        let end = try run.run()
        #expect(end.status == 0, "\(end.errors)")
        #expect(Date.now.timeIntervalSince(begun) < 15)
        try run.expectSettled()
    }

    @Test func `Ctrl-C cancels what waits and ends what runs`() throws {
        let slurm = try FakeSlurm()
        let run = try ClusterSweep(on: slurm, programs: NodePrograms(wait: 0.5))
        let program = try run.underWay()
        try slurm.set("sbatch", "held *")
        program.send(signal: SIGINT)
        let end = run.end(of: program)
        #expect(end.status == 130, "\(end.errors)")
        run.expectNothingLeft()
        #expect(try run.sweep.titrate("stop").errors.contains("'titrate resume decay' goes on"))
        try slurm.mend("sbatch")
        #expect(try run.run(["resume"]).status == 0)
        #expect(try run.sweep.titrate("stop").errors == "nothing runs; decay is complete\n")
        try run.expectSettled()
    }

    @Test func `a worker that a run on this machine has left is ended before pilots begin`() throws
    {
        let slurm = try FakeSlurm()
        let run = try ClusterSweep(on: slurm)
        let program = run.sweep.command(["launch", "sweep.yaml", "--jobs", "1"])
        try program.start()
        #expect(run.waits(program) { run.sweep.succeeded() > 0 })
        program.send(signal: SIGKILL)
        _ = program.wait()
        let worker = try Self.leaveWorker(of: run.sweep)
        let resume = try run.run(["resume"])
        #expect(resume.status == 0, "\(resume.errors)")
        #expect(!worker.isRunning)
        worker.send(signal: SIGKILL)
        _ = worker.wait()
        try run.expectSettled()
    }

    /// A worker beside those that died with their coordinator, standing still.
    private static func leaveWorker(of sweep: SweepFolder) throws -> RunningProgram {
        let workers = URL(filePath: sweep.store.path + ".spool/w")
        let dead = try #require(
            try FileManager.default.contentsOfDirectory(atPath: workers.path).first)
        let orders = try Data(contentsOf: workers.appending(path: "\(dead)/in.log"))
        let folder = workers.appending(path: "left")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        // How to work, but nothing to do.
        let terms = orders.prefix(through: try #require(orders.firstIndex(of: UInt8(ascii: "\n"))))
        try terms.write(to: folder.appending(path: "in.log"))
        let worker = sweep.command(["worker", folder.path])
        try worker.start()
        let reports = folder.appending(path: "out.log")
        for _ in 0..<500 where (try? Data(contentsOf: reports))?.isEmpty ?? true { usleep(10_000) }
        #expect(kill(worker.pid, SIGSTOP) == 0)
        return worker
    }

    @Test func `without Slurm one line says so`() throws {
        let slurm = try FakeSlurm()
        var run = try ClusterSweep(on: slurm)
        run.environment["PATH"] = "/nowhere"
        let end = try run.run()
        #expect(end.status == 69)
        #expect(end.errors.hasPrefix("error: no Slurm here: sbatch, "), "\(end.errors)")
        #expect(end.errors.split(separator: "\n").count == 1, "\(end.errors)")
        #expect(!FileManager.default.fileExists(atPath: run.sweep.store.path))
    }

    @Test func `a spool that cannot be is told before anything is written`() throws {
        let slurm = try FakeSlurm()
        let run = try ClusterSweep(on: slurm)
        let end = try run.run(["launch", "sweep.yaml"], ["--spool", "nosuch"])
        #expect(end.status == 73)
        #expect(
            end.errors.hasPrefix("error: the spool cannot be in nosuch: No such file"),
            "\(end.errors)")
        #expect(!FileManager.default.fileExists(atPath: run.sweep.store.path))
    }

    @Test func `a plan prints the script that a launch submits, and submits nothing`() throws {
        let slurm = try FakeSlurm()
        let run = try ClusterSweep(on: slurm)
        let options = [
            "--partition", "long", "--account", "lab7", "--time-limit", "45m", "--cpus", "2",
            "--memory", "3GiB", "--sbatch=--constraint=avx2",
        ]
        let plan = try run.run(["plan", "sweep.yaml"], options, pilots: 5)
        #expect(plan.status == 0, "\(plan.errors)")
        let lines = plan.output.split(separator: "\n").filter { $0.hasPrefix("#SBATCH ") }
        for word in [
            "=long", "=lab7", "=45", "=0-4", "avx2", "--no-requeue", "--cpus-per-task=2", "=3072M",
        ] {
            #expect(lines.contains { $0.contains(word) }, "no \(word) in \(plan.output)")
        }
        let many = try run.run(["plan", "sweep.yaml"], ["--cpus", "5"], pilots: 50)
        #expect(many.output.contains("--array=0-2\n"), "\(many.output)")
        #expect(many.output.contains("3 pilots of 5 cores"), "\(many.output)")
        #expect(slurm.calls(of: "sbatch") == [])
        #expect(!FileManager.default.fileExists(atPath: run.sweep.store.path))

        let settings = """
            pilots: 5
            partition: long
            account: lab7
            time_limit: 45m
            cpus: 2
            memory: 3GiB
            sbatch: [--constraint=avx2]

            """
        try run.sweep.folder.write(settings, to: "cluster.yaml")
        let command = run.sweep.command(
            ["plan", "sweep.yaml", "--on", "slurm", "--cluster", "cluster.yaml"],
            environment: run.environment)
        try command.start()
        let filed = command.wait()
        #expect(filed.status == 0, "\(filed.errors)")
        #expect(lines == filed.output.split(separator: "\n").filter { $0.hasPrefix("#SBATCH ") })
    }
}
