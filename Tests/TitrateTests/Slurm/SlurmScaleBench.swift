import Coordinator
import Foundation
import JSONText
import SweepModel
import TestSupport
import Testing

extension SlurmBench {
    /// The costs of a coordinator's parts, measured, and what they come to on ten thousand cores.
    struct Costs {
        /// Seconds of a look at a worker's file that has nothing new.
        var look = 0.0
        /// Seconds of a turn's decisions with so many workers, and with 64 times fewer.
        var manyWorkers = 0.0
        var fewWorkers = 0.0
        /// Seconds of a result: its process, its report, its commit.
        var result = 0.0
        /// Bytes of an open trial, at the most and while it runs.
        var peakMemory = 0.0
        var memory = 0.0
        /// Bytes of a finished trial in the store.
        var store = 0.0
    }

    static let cores = 10_000
    static let wholeNodes = 157
    static let trials = 10_000_000

    @Test func `3: what ten thousand cores would take`() throws {
        var costs = Costs()
        costs.look = try Self.look()
        costs.manyWorkers = Self.turn(workers: Self.cores)
        costs.fewWorkers = Self.turn(workers: Self.wholeNodes)
        (costs.memory, costs.peakMemory) = try Self.memory()
        (costs.result, costs.store) = try Self.result()
        try Self.leave(Self.text(costs), as: "3.md")
    }

    // MARK: Measured

    /// At the files of a thousand workers, a few times.
    private static func look() throws -> Double {
        let folder = try TemporaryFolder()
        let logs = try (0..<1000).map { number in
            let file = try folder.write("", to: "\(number)/out.log")
            return FrameLog(path: file.path)
        }
        for log in logs { try log.append([.text("hello")]) {} }
        let offsets = try logs.map { try $0.read(from: 0)?.offset ?? 0 }
        let begun = Date.now
        for _ in 0..<20 {
            for (log, offset) in zip(logs, offsets) { _ = try log.read(from: offset) }
        }
        return Date.now.timeIntervalSince(begun) / 20_000
    }

    /// Of a run whose workers all have something to do.
    private static func turn(workers: Int) -> Double {
        let records = (0..<workers).map { number in
            WorkerRecord(
                id: WorkerID("worker\(number)"), host: "n\(number)", pid: 1, bootID: "",
                startTime: "")
        }
        let open = (0..<4 * workers).map { OpenTrial(id: TrialID("trial\($0)")) }
        var run = Run(
            RunState(open: open, counts: [.queued: open.count], workers: records, best: nil),
            purpose: Run.Purpose(
                limits: Limits(), policy: RunPolicy(workers: workers, slots: 1, heartbeat: 10_000),
                unknowns: [], freshWorkerID: { WorkerID("fresh") }),
            now: Moment(monotonic: 0, unix: 0))
        _ = run.settle(now: Moment(monotonic: 1, unix: 1))
        let begun = Date.now
        for time in 2..<22 { _ = run.settle(now: Moment(monotonic: time, unix: time)) }
        return Date.now.timeIntervalSince(begun) / 20
    }

    /// Of coordinators whose pilots never come, with two plans of different size.
    private static func memory() throws -> (Double, Double) {
        let sizes = [20_000, 120_000]
        let used = try sizes.map { trials in
            let slurm = try FakeSlurm()
            try slurm.set("sbatch", "hang")
            let run = try ClusterSweep(on: slurm, text: ScaleBench.sweep(trials: trials))
            let program = try run.start()
            try #require(run.waits(program, seconds: 60) { !slurm.calls(of: "sbatch").isEmpty })
            let figures = [memory(of: program.pid, "VmRSS:"), memory(of: program.pid, "VmHWM:")]
            program.send(signal: SIGKILL)
            _ = program.wait()
            return figures
        }
        let more = Double(sizes[1] - sizes[0])
        return ((used[1][0] - used[0][0]) / more, (used[1][1] - used[0][1]) / more)
    }

    private static func memory(of pid: Int32, _ key: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
        return (line?.split { !$0.isNumber }.first.flatMap { Double($0) } ?? .nan) * 1024
    }

    /// Of a local run of trials that train nothing.
    private static func result() throws -> (Double, Double) {
        let figures = try ScaleBench.measure(10_000)
        return (figures.overall / 1000, Double(figures.storeSize << 20) / 10_000)
    }

    // MARK: Calculated

    private static func text(_ costs: Costs) -> String {
        func cores(_ share: Double) -> String { String(format: "%.0f %% of a core", 100 * share) }
        func gigabytes(_ bytes: Double) -> String { String(format: "%.1f GB", bytes / 1e9) }
        let rate = 1 / costs.result
        let rows = [
            (
                String(format: "a look at a worker's file: %.1f µs", costs.look * 1e6),
                "10,000 files four times a second: " + cores(costs.look * 40_000),
                "1,000 looks a second at most, whatever the number of pilots; "
                    + "\(wholeNodes) pilots of 64 cores: "
                    + cores(costs.look * Double(wholeNodes) * 4)
            ),
            (
                String(
                    format: "a turn over %d workers: %.2f ms", Self.cores, costs.manyWorkers * 1e3),
                "100 turns a second: " + cores(costs.manyWorkers * 100),
                String(
                    format: "over %d: %.2f ms, ", wholeNodes, costs.fewWorkers * 1e3)
                    + cores(costs.fewWorkers * 100)
            ),
            (
                String(format: "a result, its process included: %.2f ms", costs.result * 1e3),
                String(
                    format: "%.0f results a second: 10,000 cores are busy with trials of %.0f s "
                        + "and more", rate, Double(Self.cores) / rate),
                "many results share a commit; shorter trials leave cores idle"
            ),
            (
                String(
                    format: "an open trial: %.0f bytes, %.0f while the plan is made", costs.memory,
                    costs.peakMemory),
                "10 million: \(gigabytes(costs.memory * Double(trials))), "
                    + "\(gigabytes(costs.peakMemory * Double(trials))) at first",
                "a login node with as much memory, or several sweeps"
            ),
            (
                String(format: "a finished trial in the store: %.0f bytes", costs.store),
                "10 million: \(gigabytes(costs.store * Double(trials)))", "a local disk"
            ),
            (
                "one `squeue` in 15 s for all pilots", "10,000 lines of text",
                "\(wholeNodes) lines; an array has 1,000 pilots at most"
            ),
        ]
        let lines = rows.map { "| \($0.0) | \($0.1) | \($0.2) |" }
        return """
            From these costs, what \(Self.cores) cores and 10 million trials come to (calculated; \
            the file system of a cluster is slower than this machine's):

            | measured | a pilot a core | the design's answer |
            | :-- | :-- | :-- |
            \(lines.joined(separator: "\n"))

            The first to give way is the rate of results: 10 million at \
            \(String(format: "%.0f", rate)) a second take \
            \(String(format: "%.1f", Double(trials) / rate / 3600)) h of one coordinator's core.

            """
    }
}
