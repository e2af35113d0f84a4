import Coordinator
import Foundation
import SlurmLauncher
import SweepModel
import TestSupport
import Testing

/// How often Slurm is asked for the pilots, by a clock of the test's own.
@Suite struct QueueLookTests {
    private final class SetClock: Clock {
        var now = Moment(monotonic: 0, unix: 0)
        func wait(milliseconds: Int, on descriptors: [Int32]) { usleep(1000) }
    }

    /// Commands with the names of Slurm's, of which `squeue` fails at first, and a launcher with one
    /// pilot.
    private struct Site {
        let folder: TemporaryFolder
        let clock = SetClock()
        let launcher: SlurmLauncher
        private(set) var notes: [String] = []
        private(set) var warnings: [String] = []
        private(set) var ended: [WorkerExit] = []
        /// Seconds at which squeue was called.
        private(set) var looks: [Int] = []

        init() throws {
            folder = try TemporaryFolder()
            try folder.writeProgram("echo 7", to: "sbatch")
            try folder.writeProgram(
                """
                echo x >> "$0.calls"
                [ -e "$0.answer" ] && exec cat "$0.answer"
                echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2
                exit 1
                """, to: "squeue")
            try FileManager.default.createDirectory(
                at: folder.file("spool/pilots"), withIntermediateDirectories: true)
            launcher = SlurmLauncher(
                tools: SlurmTools(in: folder.url.path), options: PilotOptions(),
                program: "/nodes/titrate", spool: Spool(path: folder.file("spool").path),
                clock: clock)
            try launcher.launch(WorkerID("pilot"), folder: "/spool/w/pilot")
        }

        /// Lets squeue work from now on, and tell this of the pilot.
        func answer(_ line: String) throws { try folder.write(line + "\n", to: "squeue.answer") }

        /// Lets some minutes pass, in steps of a second.
        mutating func pass(minutes: Int) throws {
            for _ in 0..<60 * minutes {
                clock.now.monotonic += 1000
                take(launcher.news())
                // What is asked is answered within the second.
                while launcher.isAsking {
                    usleep(500)
                    take(launcher.news())
                }
                let calls = try? String(contentsOf: folder.file("squeue.calls"), encoding: .utf8)
                let count = calls?.split(separator: "\n").count ?? 0
                if count > looks.count { looks.append(clock.now.monotonic / 1000) }
                #expect(count == looks.count, "two calls in a second")
            }
        }

        private mutating func take(_ news: LauncherNews) {
            notes += news.notes
            warnings += news.warnings
            ended += news.ended
        }
    }

    @Test func `twenty minutes of failures cost twelve calls, and conclude nothing`() throws {
        var site = try Site()
        try site.pass(minutes: 20)
        // A first after 15 s, then after 30, 60, and 120 s again and again.
        #expect(
            site.looks == [16, 46, 106, 226, 346, 466, 586, 706, 826, 946, 1066, 1186],
            "\(site.looks)")
        #expect(site.warnings.count == 1, "\(site.warnings)")
        #expect(site.warnings.first?.contains("Unable to contact slurm controller") == true)
        #expect(site.ended == [])

        try site.answer("8|7|0|RUNNING|None|n1")
        try site.pass(minutes: 4)
        // After the first that works every 15 s, and not sooner.
        let later = site.looks.dropFirst(12)
        #expect(later.first == 1306, "\(later)")
        #expect(zip(later, later.dropFirst()).allSatisfy { $1 - $0 == 15 }, "\(later)")
        #expect(later.count == 9, "\(later)")
        #expect(site.ended == [] && site.notes == [] && site.warnings.count == 1)
    }

    @Test func `pilots that wait from the first look on are told of once`() throws {
        var site = try Site()
        try site.answer("7|7|0|PENDING|Resources|")
        try site.pass(minutes: 2)
        #expect(site.notes == ["no pilot has begun yet: 1 in the queue (Resources)"])
        #expect(site.ended == [] && site.warnings == [])
    }
}
