import Foundation
import TestSupport
import Testing

@Suite("A sweep whose trials all fail for one cause")
struct CommonFailureTests {
    /// A build whose trials end as a shell script does.
    ///
    /// Made by another process: a program that this one has open for writing cannot be run.
    static func build(in sweep: SweepFolder, trial script: String) throws -> URL {
        let make = """
            mkdir bin && cp "$0" bin/titrate && printf '#!/bin/sh\\n%s\\n' "$1" > bin/titrate-trial
            chmod 700 bin/titrate-trial
            """
        let made = try run(
            URL(filePath: "/bin/sh"), ["-c", make, Project.executable("titrate").path, script],
            in: sweep.folder.url)
        #expect(made.status == 0, "\(made.errors)")
        return sweep.folder.file("bin/titrate")
    }

    /// A build whose trials are fixture programs: `behaviours/N` says what one of N neurons does.
    static func fixtureBuild(in sweep: SweepFolder) throws -> URL {
        let fixture = Project.fixtureProgram("trial-fixture").path
        return try build(
            in: sweep,
            trial: """
                neurons=$(sed "s/.*neurons.:\\([0-9]*\\).*/\\1/" "$1")
                exec \(fixture) \(sweep.folder.url.path)/behaviours/$neurons
                """)
    }

    @Test func `stops early, says why and what to do, and resumes once it is mended`() throws {
        let sweep = try SweepFolder(steps: 50)
        let command = try Self.build(in: sweep, trial: "exit 3")
        let launch = try run(
            command, ["launch", "sweep.yaml", "--jobs", "2"], in: sweep.folder.url)
        #expect(launch.status == 69, "\(launch.errors)")
        #expect(
            launch.errors.contains(
                "error: the first 8 trials all failed for one cause: exited with code 3\nhelp: "),
            "\(launch.errors)")
        #expect(sweep.count("from trials where status = 'crashed'") == 8)
        #expect(sweep.count("from trials where status = 'queued'") == 4)
        #expect(sweep.processesLeftAfterAWhile() == [])
        let resume = try sweep.titrate("resume")
        #expect(resume.status == 0, "\(resume.errors)")
        #expect(sweep.succeeded() == 4)
    }

    @Test func `a limit that no trial can keep is told as such`() throws {
        let text = SweepFolder.sweep(steps: 1_000_000)
            .replacingOccurrences(of: "time: 60s, retries: 2", with: "time: 0.05s, retries: 0")
        let sweep = try SweepFolder(sweep: text)
        let launch = try sweep.titrate("launch", "sweep.yaml", "--jobs", "2")
        #expect(launch.status == 69, "\(launch.errors)")
        #expect(launch.errors.contains("help: raise limits: time"), "\(launch.errors)")
        #expect(sweep.count("from trials where status = 'timed_out'") >= 8)
    }

    @Test func `failures that differ, or come beside results, are results`() throws {
        let sweep = try SweepFolder(steps: 50)
        // Every other trial ends by another signal.
        let command = try Self.build(
            in: sweep,
            trial: "mkdir \(sweep.folder.url.path)/odd 2>/dev/null && exit 3; "
                + "rmdir \(sweep.folder.url.path)/odd; kill -SEGV $$")
        let launch = try run(
            command, ["launch", "sweep.yaml", "--jobs", "1"], in: sweep.folder.url)
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(sweep.count("from trials where status = 'crashed'") == 12)
    }
}
