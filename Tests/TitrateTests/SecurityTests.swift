import Foundation
import TestSupport
import Testing

@Suite("What a user must not be harmed by")
struct SecurityTests {
    private func mode(_ path: String) -> Int? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return Int(status.st_mode & 0o777)
    }

    /// Everything under a path, with the modes of its files and folders.
    private func modes(under path: String) -> [String: Int] {
        var modes = [path: mode(path) ?? 0]
        for name in (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] {
            modes["\(path)/\(name)"] = mode("\(path)/\(name)")
        }
        return modes
    }

    @Test func `store, lock and spool are the user's alone, whatever the umask`() throws {
        let sweep = try SweepFolder(steps: 2_000_000)
        let line = "umask 0; exec \"$0\" launch sweep.yaml"
        let program = RunningProgram(
            URL(filePath: "/bin/sh"), ["-c", line, Project.executable("titrate").path],
            in: sweep.folder.url)
        try program.start()
        try #require(sweep.waits(program) { $0.count("from attempts where started_at > '2'") > 0 })
        let spool = modes(under: sweep.store.path + ".spool")
        #expect(spool.count >= 6)
        for (path, mode) in spool {
            #expect(mode & 0o077 == 0, "\(path) \(String(mode, radix: 8))")
        }
        for suffix in ["", "-wal", "-shm", ".lock"] {
            #expect(mode(sweep.store.path + suffix) == 0o600, "\(suffix)")
        }
        program.send(signal: SIGINT)
        #expect(program.wait().status == 130)
        #expect(sweep.processesLeftAfterAWhile() == [])
    }

    @Test func `no shell sees a path, whatever it is called`() throws {
        let plain = try SweepFolder(steps: 1)
        let name = "a b;touch evil;$(touch evil)`touch evil`'\"&|<>*?\\ü"
        let folder = plain.folder.file(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        for file in ["sweep.yaml", "decay.yaml"] {
            try FileManager.default.copyItem(
                at: plain.folder.file(file), to: folder.appending(path: file))
        }
        for arguments in [
            ["launch", "\(name)/sweep.yaml", "--store", "\(name)/$(touch evil).sqlite"],
            ["query", "select count(*) from trials", "--store", "\(name)/$(touch evil).sqlite"],
            ["report", "--store", "\(name)/$(touch evil).sqlite", "--output", name],
        ] {
            let program = plain.command(arguments)
            try program.start()
            let end = program.wait()
            #expect(end.status == 0, "\(end.errors)")
        }
        let files = try FileManager.default.subpathsOfDirectory(atPath: plain.folder.url.path)
        #expect(files.allSatisfy { !$0.hasSuffix("evil") }, "\(files)")
    }

    /// What stands in the place of the measured data.
    enum Trap: CaseIterable {
        case pipe, device, folder, loop, huge
    }

    @Test(arguments: Trap.allCases)
    func `a table that is no table is refused at once, and nothing is made`(trap: Trap) throws {
        let sweep = try SweepFolder(steps: 1)
        let data = "data:\n  file: measured.csv\n"
        let problem = SweepFolder.problem.components(separatedBy: "data:")[0] + data
        try sweep.folder.write(problem, to: "decay.yaml")
        let path = sweep.folder.file("measured.csv").path
        switch trap {
        case .pipe: try #require(mkfifo(path, 0o600) == 0)
        case .device: try #require(symlink("/dev/zero", path) == 0)
        case .folder: try #require(mkdir(path, 0o700) == 0)
        case .loop: try #require(symlink("measured.csv", path) == 0)
        case .huge:
            try sweep.folder.write("time,C\n", to: "measured.csv")
            try #require(truncate(path, 1 << 40) == 0)
        }
        let begun = Date.now
        let launch = try sweep.titrate("launch", "sweep.yaml")
        #expect(launch.status == 65, "\(launch.errors)")
        #expect(launch.errors.contains("measured.csv"), "\(launch.errors)")
        #expect(Date.now.timeIntervalSince(begun) < 20)
        #expect(!FileManager.default.fileExists(atPath: sweep.store.path))
    }
}
