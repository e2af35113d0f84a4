import Foundation
import TestSupport
import Testing

/// Where each part of the bench leaves its text; nil where nothing is to be measured.
private let benchFolder = ProcessInfo.processInfo.environment["TITRATE_SLURM_BENCH"]

/// What pilots cost, on an emulated cluster of eight processors and beside an array job a trial.
///
/// `TITRATE_SLURM_BENCH` names a folder, in which each part leaves its text.
@Suite(
    "Slurm bench", .serialized,
    .enabled(if: benchFolder != nil && SlurmCluster.isInstalled, SlurmCluster.skipped))
struct SlurmBench {
    private static let slots = 8

    static func leave(_ text: String, as name: String) throws {
        print(text)
        guard let benchFolder else { return }
        try Data((text + "\n").utf8).write(to: URL(filePath: benchFolder).appending(path: name))
    }

    // MARK: A run

    /// A run of trials on pilots, and what it took.
    private struct Measured {
        /// Seconds from the first trial of the last pilot that came to the last trial's end, and
        /// the trials that began in it.
        var seconds = 0.0
        var trials = 0
        /// Seconds from the command to its end.
        var overall = 0.0
        var looks = 0
        var largestFolder = 0

        var rate: Double { Double(trials) / seconds }
    }

    private static func measure(
        _ trials: Int, programs: NodePrograms? = nil, on cluster: SlurmCluster
    ) throws -> Measured {
        let earlier = cluster.calls(of: "squeue").count
        var run = try ClusterSweep(
            on: cluster, programs: programs, text: ScaleBench.sweep(trials: trials))
        // As users have it.
        run.environment = cluster.environment
        let begun = Date.now
        let program = try run.start(pilots: slots)
        var measured = Measured()
        while program.isRunning {
            measured.largestFolder = max(
                measured.largestFolder, largestFolder(in: run.sweep.store.path + ".spool"))
            usleep(1_000_000)
        }
        let end = program.wait()
        #expect(end.status == 0, "\(end.errors)")
        measured.overall = Date.now.timeIntervalSince(begun)
        measured.looks = cluster.calls(of: "squeue").count - earlier
        #expect(run.sweep.succeeded() == trials)
        let figures = try run.sweep.query(
            """
            with pilots as (select min(started_at) as begun from attempts group by worker),
            up as (select max(begun) as t from pilots)
            select (julianday(max(finished_at)) - julianday(t)) * 86400, sum(started_at >= t),
            (select count(*) from pilots) from attempts, up
            """
        ).split(separator: "\n")[1].split(separator: ",")
        measured.seconds = Double(figures[0]) ?? .nan
        measured.trials = Int(figures[1]) ?? 0
        #expect(figures[2] == "\(slots)")
        run.expectNothingLeft()
        return measured
    }

    private static func largestFolder(in spool: String) -> Int {
        var counts: [String: Int] = [:]
        for path in FileManager.default.enumerator(atPath: spool)?.allObjects as? [String] ?? [] {
            counts[path.split(separator: "/").dropLast().joined(separator: "/"), default: 0] += 1
        }
        return counts.values.max() ?? 0
    }

    // MARK: Parts

    @Test func `1: trials that sleep, and trials that do nothing`() throws {
        let cluster = try SlurmCluster(nodes: 4, cpus: 2)
        let sleeping = try Self.measure(2000, programs: .sleeping(0.2), on: cluster)
        let ideal = Double(sleeping.trials) * 0.2 / Double(Self.slots)
        let noop = try Self.measure(4000, on: cluster)
        try Self.leave(
            """
            ## Pilots of Slurm

            \(ScaleBench.heading) Slurm \(Self.version), four emulated nodes of two processors; \
            \(Self.slots) pilots of one.

            | trials | from the last pilot's first trial | trials/s | of the ideal | all in all | \
            squeue | most files in a folder |
            | :-- | --: | --: | --: | --: | --: | --: |
            | 2,000 of 0.2 s, asleep | \(Self.text(sleeping.seconds)) s | \
            \(Self.text(sleeping.rate)) | \(Self.text(100 * ideal / sleeping.seconds)) % | \
            \(Self.text(sleeping.overall)) s | \(sleeping.looks) | \(sleeping.largestFolder) |
            | 4,000 that train nothing | \(Self.text(noop.seconds)) s | \(Self.text(noop.rate)) | | \
            \(Self.text(noop.overall)) s | \(noop.looks) | \(noop.largestFolder) |

            """, as: "1.md")
    }

    @Test func `2: an array job a trial`() throws {
        let trials = 200
        var rows: [String] = []
        for isTuned in [false, true] {
            let cluster = try SlurmCluster(nodes: 4, cpus: 2, isTuned: isTuned)
            let pilots = try Self.measure(trials, programs: .sleeping(0.2), on: cluster)
            let jobs = try Self.arrayJob(trials, on: cluster)
            rows.append(
                "| \(isTuned ? "a scheduler tuned for short jobs" : "the scheduler as it comes") | "
                    + "\(Self.text(pilots.overall)) s | \(Self.text(jobs)) s |")
        }
        try Self.leave(
            """
            The same cluster with \(trials) of these sleeping trials, as pilots and as a job each \
            in one array, from the submission to the last end (ideal: \
            \(Self.text(Double(trials) * 0.2 / Double(Self.slots))) s):

            | Slurm | pilots, results in the store | an array job a trial, no store |
            | :-- | --: | --: |
            \(rows.joined(separator: "\n"))

            """, as: "2.md")
    }

    /// Seconds that an array of jobs takes, each a trial that sleeps.
    private static func arrayJob(_ trials: Int, on cluster: SlurmCluster) throws -> Double {
        let programs = try NodePrograms.sleeping(0.2)
        let script =
            "#!/bin/sh\n#SBATCH --array=0-\(trials - 1)\n#SBATCH --job-name=titrate-array\n"
            + "#SBATCH --output=/dev/null\nexec '\(programs.folder.file("titrate-trial").path)'\n"
        let file = try programs.folder.write(script, to: "array.sh")
        let begun = Date.now
        let submitted = try cluster.slurm("sbatch", "--parsable", file.path)
        #expect(submitted.status == 0, "\(submitted.errors)")
        while cluster.openJobs() != 0 { usleep(100_000) }
        let seconds = Date.now.timeIntervalSince(begun)
        let ended = try #require(cluster.jobs(in: "completed,completing"))
        #expect(ended.count >= trials, "\(ended.count)")
        return seconds
    }

    private static var version: String {
        let said = try? run(
            URL(filePath: "/usr/bin/dpkg-query"), ["-W", "-f=${Version}", "slurm-client"]
        ).output
        return said?.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? "unknown"
    }

    static func text(_ number: Double) -> String { String(format: "%.1f", number) }
}

extension NodePrograms {
    /// Trials that sleep and tell what a trial told that trained nothing.
    static func sleeping(_ seconds: Double) throws -> NodePrograms {
        let programs = try NodePrograms()
        try programs.folder.write("succeed 1", to: "behaviour")
        let told = try run(
            Project.fixtureProgram("trial-fixture"), [programs.folder.file("behaviour").path])
        try programs.folder.write(told.output, to: "told")
        try programs.replaceTrial(
            by: "sleep \(seconds)\nexec cat '\(programs.folder.file("told").path)'\n")
        return programs
    }
}
