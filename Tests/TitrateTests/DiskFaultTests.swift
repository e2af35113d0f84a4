import Foundation
import TestSupport
import Testing

/// Disks that are full, small or read-only, and stores that cannot be read.
@Suite("Faults of the disk", .serialized)
struct DiskFaultTests {
    /// A small file system of its own; nil where the tests may not mount one.
    final class SmallDisk {
        let url: URL

        /// - Parameter path: is made where it does not exist.
        init?(kilobytes: Int, at path: String) throws {
            url = URL(filePath: path)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            let mount = try? run(
                URL(filePath: "/bin/mount"),
                ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path])
            guard mount?.status == 0 else { return nil }
        }

        func file(_ name: String) -> URL { url.appending(path: name) }

        /// Takes all the space that is left.
        func fill() throws {
            let filler = open(file("filler").path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            defer { close(filler) }
            let bytes = [UInt8](repeating: 1, count: 4096)
            while write(filler, bytes, bytes.count) > 0 {}
        }

        func free() { unlink(file("filler").path) }

        deinit { _ = try? run(URL(filePath: "/bin/umount"), ["-l", url.path]) }
    }

    @Test func `a disk that fills up under a run ends it, and it resumes with space`() throws {
        let sweep = try SweepFolder(steps: FaultTests.steps)
        guard let disk = try SmallDisk(kilobytes: 8192, at: sweep.folder.file("disk").path) else {
            return print("skipped: no file system can be mounted here (needs root)")
        }
        let store = disk.file("store.sqlite").path
        let environment = ["TITRATE_STORE": store]
        let program = sweep.command(["launch", "sweep.yaml"], environment: environment)
        try program.start()
        func done() throws -> [Substring] {
            let rows = try sweep.titrate(
                "query", "select trial, finished_at from trials where status = 'succeeded'",
                "--format", "csv", environment: environment)
            return rows.output.split(separator: "\n").dropFirst().map { $0 }
        }
        while try done().isEmpty, program.isRunning { usleep(10_000) }
        try disk.fill()
        let end = program.wait()
        #expect(end.status == 74, "\(end.errors)")
        #expect(end.errors.contains("resume"), "\(end.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        let kept = try done()
        #expect(!kept.isEmpty)
        let full = try sweep.titrate("resume", environment: environment)
        #expect([73, 74].contains(full.status), "\(full.status) \(full.errors)")
        // What the run left may have been removed by now.
        try disk.fill()
        let report = try sweep.titrate(
            "report", "--output", disk.url.path, environment: environment)
        #expect(report.status == 74, "\(report.errors)")
        #expect(!FileManager.default.fileExists(atPath: disk.file("decay.md").path))
        disk.free()
        let resumed = try sweep.titrate("resume", environment: environment)
        #expect(resumed.status == 0, "\(resumed.errors)")
        let all = try done()
        #expect(all.count == 12 && Set(kept).isSubset(of: all))
    }

    @Test func `results that find no space are told of, and had again with space`() throws {
        let sweep = try SweepFolder(steps: FaultTests.steps)
        guard let disk = try SmallDisk(kilobytes: 256, at: sweep.store.path + ".spool/w") else {
            return print("skipped: no file system can be mounted here (needs root)")
        }
        let program = sweep.command(["launch", "sweep.yaml"])
        try program.start()
        try #require(sweep.waits(program) { $0.succeeded() > 0 })
        try disk.fill()
        let end = program.wait()
        // Each worker that ends leaves some space to the next: the run may even come to its end.
        #expect([0, 69, 74].contains(end.status), "\(end.status) \(end.errors)")
        #expect(end.errors.contains(/exited with code 74|No space left/), "\(end.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        disk.free()
        try FaultTests.finish(sweep)
        #expect(sweep.count("from attempts where status = 'succeeded'") == 12)
    }

    @Test func `a checkpoint that finds no space costs nothing but itself`() throws {
        let text = SweepFolder.sweep(steps: 40_000)
            .replacing("replicates: 2", with: "replicates: 1")
            .replacing("{values: [tanh, sin, swish]}", with: "tanh")
            .replacing("{values: [1e-3, 1e-2]}", with: "1e-3")
        let undisturbed = try SweepFolder(sweep: text)
        #expect(try undisturbed.titrate("launch", "sweep.yaml").status == 0)
        let sweep = try SweepFolder(sweep: text)
        guard let disk = try SmallDisk(kilobytes: 256, at: sweep.store.path + ".spool/trials")
        else {
            return print("skipped: no file system can be mounted here (needs root)")
        }
        let program = sweep.command(
            ["launch", "sweep.yaml"], environment: ["TITRATE_CHECKPOINT_SECONDS": "0.02"])
        try program.start()
        try #require(sweep.waits(program) { !$0.spooledTrialFiles.isEmpty })
        try disk.fill()
        let end = program.wait()
        #expect(end.status == 0, "\(end.errors)")
        #expect(try sweep.settledRows() == undisturbed.settledRows())
        #expect(
            sweep.count("from attempts where stderr_tail like '%no checkpoint can be written%'")
                == 1)
    }

    @Test func `a limit of the file size ends a run with 74, and nothing is lost`() throws {
        let sweep = try SweepFolder(steps: 400)
        #expect(try sweep.titrate("launch", "sweep.yaml").status == 0)
        let expected = try sweep.settledRows()
        let limited = try SweepFolder(steps: 400)
        let shell = RunningProgram(
            URL(filePath: "/bin/bash"),
            [
                "-c", "ulimit -f 300; exec \"$0\" launch sweep.yaml",
                Project.executable("titrate").path,
            ], in: limited.folder.url)
        try shell.start()
        let end = shell.wait()
        #expect(end.status == 74 && !end.wasSignalled, "\(end.status) \(end.errors)")
        #expect(limited.processesLeftAfterAWhile() == [])
        let resumed = try limited.titrate("resume")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try limited.settledRows() == expected)
    }

    /// Runs the command as a user whom folder permissions bind.
    static func asOrdinaryUser(_ sweep: SweepFolder, _ arguments: [String]) -> RunningProgram {
        let command = Project.executable("titrate")
        guard getuid() == 0 else {
            return RunningProgram(command, arguments, in: sweep.folder.url)
        }
        chown(sweep.folder.url.path, 65534, 65534)
        return RunningProgram(
            URL(filePath: "/usr/bin/setpriv"),
            ["--reuid=65534", "--regid=65534", "--clear-groups", command.path] + arguments,
            in: sweep.folder.url)
    }

    @Test func `a folder that becomes read-only ends a run, and it resumes when it is not`()
        throws
    {
        let sweep = try SweepFolder(steps: FaultTests.steps)
        let program = Self.asOrdinaryUser(sweep, ["launch", "sweep.yaml"])
        try program.start()
        guard sweep.waits(program, for: { $0.succeeded() > 0 }) else {
            let end = program.wait()
            #expect(end.status == 126, "\(end.errors)")
            return print("skipped: an ordinary user cannot run \(Project.executable("titrate"))")
        }
        let spool = sweep.store.path + ".spool"
        for folder in [spool + "/trials", sweep.folder.url.path] { chmod(folder, 0o500) }
        let end = program.wait()
        #expect(end.status == 74, "\(end.errors)")
        let again = Self.asOrdinaryUser(sweep, ["resume"])
        try again.start()
        let refused = again.wait()
        #expect([73, 74].contains(refused.status), "\(refused.errors)")
        for folder in [spool + "/trials", sweep.folder.url.path] { chmod(folder, 0o700) }
        let last = Self.asOrdinaryUser(sweep, ["resume"])
        try last.start()
        let resumed = last.wait()
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try sweep.settledRows() == FaultTests.expected.get())
        #expect(sweep.processesLeftAfterAWhile() == [])
    }

    @Test func `data that cannot be written is told of`() throws {
        let sweep = try SweepFolder(steps: 0)
        try sweep.titrate("launch", "sweep.yaml")
        let result = try run(
            URL(filePath: "/bin/bash"),
            [
                "-c", "\"$0\" query 'select * from trials' > /dev/full",
                Project.executable("titrate").path,
            ], in: sweep.folder.url)
        #expect(result.status == 74, "\(result.errors)")
    }

    /// What is done to the bytes of a store.
    enum Harm: CaseIterable {
        case newer, header, pages

        func `do`(to bytes: inout Data) {
            switch self {
            case .newer: bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])  // user_version
            case .header: bytes.replaceSubrange(16..<40, with: Data(repeating: 7, count: 24))
            case .pages:
                bytes.replaceSubrange(4096..<40_960, with: Data(repeating: 0xA5, count: 36_864))
            }
        }
    }

    @Test(arguments: Harm.allCases)
    func `a store that cannot be read is refused and left alone`(harm: Harm) throws {
        let sweep = try SweepFolder(steps: 0)
        try sweep.titrate("launch", "sweep.yaml")
        var bytes = try Data(contentsOf: sweep.store)
        harm.do(to: &bytes)
        try bytes.write(to: sweep.store)
        for arguments in [
            ["resume"], ["launch", "sweep.yaml"], ["status"], ["report"],
            ["query", "select * from trials"],
        ] {
            let program = sweep.command(arguments)
            try program.start()
            let end = program.wait()
            #expect(end.status == 76, "\(arguments) \(end.status) \(end.errors)")
            #expect(end.errors.contains("titrate.sqlite"), "\(end.errors)")
        }
        #expect(try Data(contentsOf: sweep.store) == bytes)
    }
}
