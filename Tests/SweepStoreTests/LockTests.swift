import Foundation
import SweepStore
import TestSupport
import Testing

@Suite struct LockTests {
    private let folder: TemporaryFolder
    private let files: StoreFiles

    init() throws {
        folder = try TemporaryFolder()
        files = StoreFiles(folder.file("store.sqlite").path)
    }

    @Test func `a second owner is refused and told who the first is`() throws {
        let lock = try StoreLock(files, command: "titrate launch a.yaml", at: 1_767_261_600_000)
        #expect {
            try StoreLock(files, command: "titrate resume", at: 2)
        } throws: { error in
            guard case .busy(_, let owner?)? = error as? StoreFault else { return false }
            return owner.pid == Int(getpid()) && owner.command == "titrate launch a.yaml"
                && !owner.startTime.isEmpty && !owner.host.isEmpty
                && owner.description.contains("since 2026-01-01T10:00:00.000Z")
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `a lock given back is free, and its file stays`() throws {
        do {
            let lock = try StoreLock(files, command: "first", at: 1)
            withExtendedLifetime(lock) {}
        }
        #expect(FileManager.default.fileExists(atPath: files.lock))
        let again = try StoreLock(files, command: "second", at: 2)
        withExtendedLifetime(again) {}
    }

    @Test func `what a dead owner left in the file does not matter`() throws {
        try Data("{\"host\":\"gone\"}\n".utf8).write(to: URL(filePath: files.lock))
        let lock = try StoreLock(files, command: "next", at: 1)
        withExtendedLifetime(lock) {}
        #expect(throws: StoreFault.unknownSweep(name: "a", known: [])) {
            try SweepStore(files, mode: .create).runState(of: "a")
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")))
    func `the lock of another process ends with that process`() throws {
        let other = RunningProgram(
            URL(filePath: "/usr/bin/flock"),
            ["--no-fork", "--exclusive", files.lock, "/bin/sh", "-c", "echo held; exec sleep 60"])
        try other.start()
        defer {
            other.send(signal: SIGKILL)
            _ = other.wait()
        }
        var owned = false
        for _ in 0..<500 where !owned {
            do {
                _ = try StoreLock(files, command: "second", at: 1)
                usleep(10_000)
            } catch let fault as StoreFault {
                owned = fault == .busy(path: files.database, owner: nil)
            }
        }
        #expect(owned)
        other.send(signal: SIGKILL)
        _ = other.wait()
        let lock = try StoreLock(files, command: "second", at: 1)
        withExtendedLifetime(lock) {}
    }
}
