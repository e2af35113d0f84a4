import Foundation
import TestSupport
import Testing

/// The clusters themselves: what the other suites rely on.
@Suite("Clusters of the tests", .waiting)
struct SlurmClusterTests {
    /// Submits jobs that write which they are, on which node and as which process, and stay.
    private static func submit(
        _ count: Int, to system: any BatchSystem, in folder: TemporaryFolder, by sbatch: String
    ) throws {
        let script = """
            #!/bin/sh
            #SBATCH --job-name=titrate-test
            #SBATCH --array=0-\(count - 1)
            #SBATCH --output=\(folder.url.path)/%a.log
            #SBATCH --no-requeue
            echo "$SLURM_ARRAY_TASK_ID $SLURMD_NODENAME $$"
            exec sleep 300

            """
        let file = try folder.write(script, to: "jobs.sh")
        let submitted = try run(
            URL(filePath: sbatch), ["--parsable", file.path], in: folder.url,
            environment: system.environment)
        #expect(submitted.status == 0, "\(submitted.errors)")
    }

    private static func waits(_ condition: () -> Bool) -> Bool {
        for _ in 0..<600 {
            if condition() { return true }
            usleep(50_000)
        }
        return false
    }

    private static func logs(_ folder: TemporaryFolder, _ count: Int) -> [String] {
        (0..<count).map {
            (try? String(contentsOf: folder.file("\($0).log"), encoding: .utf8)) ?? ""
        }
    }

    @Test(.enabled(if: SlurmCluster.isInstalled, SlurmCluster.skipped))
    func `two clusters are up at once, and a node takes its jobs with it`() throws {
        let (one, two) = (try SlurmCluster(nodes: 2), try SlurmCluster(nodes: 1))
        let folder = try TemporaryFolder()
        try Self.submit(2, to: one, in: folder, by: "/usr/bin/sbatch")
        #expect(Self.waits { Self.logs(folder, 2).allSatisfy { !$0.isEmpty } })
        #expect(two.openJobs() == 0)
        let pids = Self.logs(folder, 2).map { log in
            let words = log.split(whereSeparator: \.isWhitespace)
            return (node: words[1], pid: Int32(words[2])!)
        }
        try one.crash("n1")
        for (node, pid) in pids {
            let isAlive = one.processes.contains { $0.hasPrefix("\(pid) ") }
            #expect(isAlive == (node == "n2"), "\(node)")
        }
        #expect(!one.processes.contains { $0.hasSuffix("-N n1") })
        try one.revive("n1")
        #expect(one.processes.contains { $0.hasSuffix("-N n1") })
    }

    @Test(.enabled(if: SlurmCluster.isInstalled, SlurmCluster.skipped))
    func `a cluster whose owner is killed goes down with all that uses it`() throws {
        let folder = try TemporaryFolder()
        let script = SlurmCluster.scripts.appending(path: "cluster.py")
        let owner = RunningProgram(
            URL(filePath: "/bin/sh"),
            [
                "-c",
                """
                '\(script.path)' up cluster --nodes 1 --owner $$ || exit
                export SLURM_CONF="$PWD/cluster/slurm.conf"
                sbatch --output="$PWD/0.log" --wrap 'echo begun; exec sleep 300'
                sleep 300 & echo $! > user
                wait
                """,
            ], in: folder.url)
        try owner.start()
        func processes() throws -> String {
            try run(script, ["processes", folder.file("cluster").path]).output
        }
        let hasBegun = Self.waits {
            Self.logs(folder, 1) == ["begun\n"]
                && FileManager.default.fileExists(atPath: folder.file("user").path)
        }
        #expect(hasBegun)
        let before = try processes()
        for word in ["munged", "slurmctld", "slurmd", "slurmstepd", "sleep", "watch"] {
            #expect(before.contains(word), "no \(word) in \(before)")
        }
        owner.send(signal: SIGKILL)
        _ = owner.wait()
        var left = before
        for _ in 0..<300 where !left.isEmpty {
            usleep(50_000)
            left = try processes()
        }
        #expect(left == "")
        let user = try String(contentsOf: folder.file("user"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let line = try? Data(contentsOf: URL(filePath: "/proc/\(user)/cmdline"))
        #expect(line?.isEmpty ?? true)
    }

    @Test func `the fake runs jobs, cancels them, and says what it is told to`() throws {
        let fake = try FakeSlurm()
        let folder = try TemporaryFolder()
        let scripts = FakeSlurm.scripts.appending(path: "fake")
        try Self.submit(3, to: fake, in: folder, by: scripts.appending(path: "sbatch").path)
        #expect(Self.waits { Self.logs(folder, 3).allSatisfy { !$0.isEmpty } })
        for (index, log) in Self.logs(folder, 3).enumerated() {
            #expect(log.hasPrefix("\(index) f1 "), "\(log)")
        }
        #expect(fake.openJobs() == 3)

        func squeue() throws -> ProgramResult {
            try run(
                scripts.appending(path: "squeue"),
                ["-h", "-n", "titrate-test", "-o", "%A|%F|%K|%T|%r|%N"],
                environment: fake.environment)
        }
        #expect(
            try squeue().output
                == "1|1|0|RUNNING|None|f1\n2|1|1|RUNNING|None|f1\n3|1|2|RUNNING|None|f1\n")
        try fake.set("squeue", "fail", "node-fail")
        #expect(try squeue().status == 1)
        #expect(try squeue().output.hasPrefix("1|1|0|NODE_FAIL|NodeDown|f1\n"))

        let pids = fake.jobs().map(\.pid)
        try run(
            scripts.appending(path: "scancel"), ["--name", "titrate-test"],
            environment: fake.environment)
        #expect(Self.waits { fake.openJobs() == 0 })
        #expect(pids.allSatisfy { kill($0, 0) != 0 })
        #expect(fake.calls(of: "squeue").count == 3)
    }
}
