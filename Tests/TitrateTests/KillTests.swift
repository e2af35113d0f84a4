import Foundation
import TestSupport
import Testing

/// SIGKILL at random moments; the failpoints have a suite of their own.
@Suite("Kill and resume", .serialized)
struct KillTests {
    /// Whom a kill hits.
    enum Victim: CaseIterable {
        case coordinator, worker, trial
    }

    /// Few enough for every day; `make soak` asks for more.
    static let kills =
        ProcessInfo.processInfo.environment["TITRATE_KILLS"].flatMap { Int($0) } ?? 24
    static let seed: UInt64 = 20_260_916

    /// A small generator with a fixed seed, so that a failure can be had again.
    struct Moments: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    /// The pids of the processes of a kind below a coordinator.
    static func pids(of victim: Victim, below coordinator: Int32) -> [Int32] {
        func children(of pid: Int32) -> [Int32] {
            let tasks = "/proc/\(pid)/task"
            return ((try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [])
                .flatMap { task in
                    let file = URL(filePath: "\(tasks)/\(task)/children")
                    return ((try? String(contentsOf: file, encoding: .utf8)) ?? "")
                        .split(separator: " ").compactMap { Int32($0) }
                }
        }
        switch victim {
        case .coordinator: return [coordinator]
        case .worker: return children(of: coordinator)
        case .trial: return children(of: coordinator).flatMap(children)
        }
    }

    @Test func `random kills lose nothing, double nothing and leave no process`() throws {
        let undisturbed = try SweepFolder()
        #expect(try undisturbed.titrate("launch", "sweep.yaml").status == 0)
        let expected = try undisturbed.settledRows()

        var moments = Moments(state: Self.seed)
        print("kill seed \(Self.seed)")
        var killed = 0
        var killedBy: [Victim: Int] = [:]
        var sweeps = 0
        while killed < Self.kills {
            let sweep = try SweepFolder()
            var arguments = ["launch", "sweep.yaml"]
            var isComplete = false
            while !isComplete {
                let program = sweep.command(
                    arguments, environment: ["TITRATE_CHECKPOINT_SECONDS": "0.002"])
                try program.start()
                let victim = Victim.allCases.randomElement(using: &moments)!
                usleep(UInt32.random(in: 20_000...400_000, using: &moments))
                if killed < Self.kills, program.isRunning,
                    let pid = Self.pids(of: victim, below: program.pid)
                        .randomElement(using: &moments)
                {
                    kill(pid, SIGKILL)
                    killed += 1
                    killedBy[victim, default: 0] += 1
                }
                let end = program.wait()
                let left = sweep.processesLeftAfterAWhile()
                try #require(left == [])
                isComplete = !end.wasSignalled
                #expect(!isComplete || end.status == 0, "\(end.errors)")
                // A launch may be killed when there is a store and no sweep in it yet.
                if (try? sweep.query("select sweep from sweeps"))?.contains("decay") == true {
                    arguments = ["resume"]
                }
            }
            let rows = try sweep.settledRows()
            try #require(rows == expected)
            sweeps += 1
        }
        #expect(killed == Self.kills)
        try Self.report(killedBy, sweeps: sweeps)
    }

    /// Writes what was survived to the file that `make soak` names.
    private static func report(_ killed: [Victim: Int], sweeps: Int) throws {
        guard let path = ProcessInfo.processInfo.environment["TITRATE_SOAK_FILE"] else { return }
        let rows = Victim.allCases.map { "| \($0) | \(killed[$0] ?? 0) |" }
        let text = """
            # Kills survived

            SIGKILL at random moments (seed \(seed)) of a sweep of 12 trials, then `titrate resume`,
            until \(kills) processes were killed: \(sweeps) sweeps, each of which ended with the same
            rows as an undisturbed one, bit for bit, and left no process behind.
            \(Machine.description), \(Machine.date). `make soak` writes this file.

            | killed | times |
            |---|---|
            \(rows.joined(separator: "\n"))

            """
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test func `a trial that was cut off goes on where it stood`() throws {
        let text = SweepFolder.sweep(steps: 40_000)
            .replacing("replicates: 2", with: "replicates: 1")
            .replacing("{values: [tanh, sin, swish]}", with: "tanh")
            .replacing("{values: [1e-3, 1e-2]}", with: "1e-3")
        let undisturbed = try SweepFolder(sweep: text)
        #expect(try undisturbed.titrate("launch", "sweep.yaml").status == 0)

        let sweep = try SweepFolder(sweep: text)
        let often = ["TITRATE_CHECKPOINT_SECONDS": "0.02"]
        let program = sweep.command(["launch", "sweep.yaml"], environment: often)
        try program.start()
        while !sweep.spooledTrialFiles.contains(where: { $0.hasSuffix(".checkpoint") }),
            program.isRunning
        {
            usleep(1000)
        }
        program.send(signal: SIGKILL)
        #expect(program.wait().wasSignalled)
        #expect(sweep.processesLeftAfterAWhile() == [])
        #expect(try sweep.titrate("resume", environment: often).status == 0)
        #expect(try sweep.settledRows() == undisturbed.settledRows())
        #expect(sweep.spooledTrialFiles == [])

        let said = try sweep.query("select stderr_tail from attempts order by attempt")
        let step = try #require(try /resumed at step ([0-9]+)/.firstMatch(in: said)?.1)
        #expect(Int(step).map { $0 > 0 } == true, "\(said)")
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func `a stop by signal is clean and resumable`(signal: Int32, code: Int32) throws {
        let undisturbed = try SweepFolder(steps: 5000)
        try undisturbed.titrate("launch", "sweep.yaml")
        let sweep = try SweepFolder(steps: 5000)
        let program = sweep.command(["launch", "sweep.yaml"])
        try program.start()
        while (try? sweep.query("select count(*) from trials where status = 'succeeded'"))
            .map({ $0.hasSuffix("\n0\n") }) ?? true, program.isRunning
        {
            usleep(20_000)
        }
        program.send(signal: signal)
        let end = program.wait()
        #expect(end.status == code && !end.wasSignalled, "\(end.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        let done = try sweep.query(
            "select trial, finished_at from trials where status = 'succeeded' order by 1")
        #expect(try sweep.titrate("resume").status == 0)
        #expect(try sweep.settledRows() == undisturbed.settledRows())
        let kept = try sweep.query("select trial, finished_at from trials order by 1")
        for line in done.split(separator: "\n") {
            #expect(kept.contains(line), "\(line) was run again")
        }
    }
}
