import Foundation
import GRDB
import SweepStore
import TestSupport
import Testing

/// What stands where a store should be, and that it is left as it was.
@Suite struct IdentityTests {
    private let folder: TemporaryFolder
    private let files: StoreFiles

    init() throws {
        folder = try TemporaryFolder()
        files = StoreFiles(folder.file("store.sqlite").path)
    }

    private static let modes: [SweepStore.Mode] = [.create, .existing, .reading]

    private func bytes() throws -> Data { try Data(contentsOf: folder.file("store.sqlite")) }

    /// Expects every way of opening to be refused, and the file to stay what it is.
    private func expectRefused(
        _ isExpected: (StoreFault) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try bytes()
        for mode in Self.modes {
            #expect(sourceLocation: sourceLocation) {
                try SweepStore(files, mode: mode)
            } throws: { error in
                guard let fault = error as? StoreFault else { return false }
                return isExpected(fault) && fault.exitCode == 76 && fault.hint != nil
            }
            #expect(throws: StoreFault.self, sourceLocation: sourceLocation) {
                try ReadOnlyQuery(files)
            }
        }
        #expect(try bytes() == before, sourceLocation: sourceLocation)
    }

    private func makeStore() throws {
        let store = try SweepStore(files, mode: .create)
        try store.insert(entry(), at: 1)
        try store.close()
    }

    @Test func `a missing store is made only where that is asked for`() throws {
        for mode in [SweepStore.Mode.existing, .reading] {
            #expect(throws: StoreFault.missing(path: files.database)) {
                try SweepStore(files, mode: mode)
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
        _ = try SweepStore(files, mode: .create)
        _ = try SweepStore(files, mode: .existing)
        _ = try SweepStore(files, mode: .reading)
    }

    @Test func `a store and its companions are readable by their owner alone`() throws {
        let store = try SweepStore(files, mode: .create)
        try store.insert(entry(), at: 1)
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: files.database + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `a log that outlived its database does not enter a new one`() throws {
        let stale = try TemporaryFolder()
        let old = StoreFiles(stale.file("store.sqlite").path)
        let store = try SweepStore(old, mode: .create)
        try store.insert(entry("old"), at: 1)
        try FileManager.default.copyItem(
            atPath: old.database + "-wal", toPath: files.database + "-wal")
        #expect(try SweepStore(files, mode: .create).sweepNames().isEmpty)
    }

    @Test func `a half-made store of a killed process is made anew`() throws {
        try Data("half".utf8).write(to: folder.file("store.sqlite.new"))
        try SweepStore(files, mode: .create).insert(entry(), at: 1)
        #expect(!FileManager.default.fileExists(atPath: files.database + ".new"))
    }

    @Test func `an empty file is refused`() throws {
        try Data().write(to: folder.file("store.sqlite"))
        try expectRefused { $0 == .empty(path: files.database) }
    }

    @Test(arguments: ["name: a sweep\n", String(repeating: "garbage ", count: 4000)])
    func `a file that is no database is refused`(text: String) throws {
        try Data(text.utf8).write(to: folder.file("store.sqlite"))
        try expectRefused { $0 == .foreign(path: files.database) }
    }

    @Test(arguments: ["delete", "wal"])
    func `another program's database is refused`(journal: String) throws {
        let queue = try DatabaseQueue(path: files.database)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = \(journal)")
            try database.execute(sql: "CREATE TABLE trials (trial TEXT)")
        }
        try queue.close()
        try expectRefused { $0 == .foreign(path: files.database) }
    }

    @Test(arguments: [50, 99, 512, 4096, 40_000])
    func `a cut store is refused`(length: Int) throws {
        try makeStore()
        try bytes().prefix(length).write(to: folder.file("store.sqlite"))
        try expectRefused { fault in
            switch fault {
            case .corrupt, .foreign: true
            default: false
            }
        }
    }

    @Test func `a store whose schema page is garbage is refused`() throws {
        try makeStore()
        var damaged = try bytes()
        for index in 100..<4096 { damaged[index] = UInt8(truncatingIfNeeded: index &* 37) }
        try damaged.write(to: folder.file("store.sqlite"))
        try expectRefused { if case .corrupt = $0 { true } else { false } }
    }

    @Test(arguments: modes)
    func `a store whose checkpoint was cut off is whole`(mode: SweepStore.Mode) throws {
        let original = try TemporaryFolder()
        let store = try SweepStore(StoreFiles(original.file("store.sqlite").path), mode: .create)
        for number in 0..<200 { try store.insert(entry("sweep\(number)"), at: 1) }
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                at: original.file("store.sqlite" + suffix),
                to: folder.file("store.sqlite" + suffix))
        }
        // The first page is the first that a checkpoint brings over.
        try store.close()
        let complete = try Data(contentsOf: original.file("store.sqlite"))
        let before = try bytes()
        #expect(complete.count > before.count)
        try (complete.prefix(4096) + before.dropFirst(4096)).write(to: folder.file("store.sqlite"))
        #expect(try SweepStore(files, mode: mode).sweepNames().count == 200)
    }

    @Test func `a store of a later version is refused untouched`() throws {
        try makeStore()
        let later = Schema.version + 1
        let queue = try DatabaseQueue(path: files.database)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = \(later)") }
        try queue.close()
        try expectRefused {
            $0 == .newer(path: files.database, found: later, supported: Schema.version)
        }
    }

    @Test func `a folder in the place of a store is refused`() throws {
        try FileManager.default.createDirectory(
            atPath: files.database, withIntermediateDirectories: false)
        for mode in Self.modes {
            #expect(throws: StoreFault.foreign(path: files.database)) {
                try SweepStore(files, mode: mode)
            }
        }
    }

    @Test func `a store in a folder that is not there cannot be made`() throws {
        let nowhere = StoreFiles(folder.file("no/where/store.sqlite").path)
        #expect {
            try SweepStore(nowhere, mode: .create)
        } throws: { ($0 as? StoreFault)?.exitCode == 73 }
        #expect {
            try StoreLock(nowhere, command: "titrate", at: 1)
        } throws: { ($0 as? StoreFault)?.exitCode == 73 }
    }

    @Test func `two links to one store have one lock and one spool`() throws {
        _ = try SweepStore(files, mode: .create)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link.sqlite").path, withDestinationPath: "store.sqlite")
        #expect(StoreFiles(folder.file("link.sqlite").path) == files)
        #expect(StoreFiles(folder.url.path + "/./store.sqlite") == files)
    }

    @Test func `a store is read where nothing can be made beside it`() throws {
        try makeStore()
        // A folder under the name of SQLite's shared memory, since root may write everywhere.
        try FileManager.default.createDirectory(
            atPath: files.database + "-shm", withIntermediateDirectories: false)
        let store = try SweepStore(files, mode: .reading)
        #expect(try store.sweepNames() == ["tuning"])
        #expect(try rowsOf(files, "SELECT count(*) FROM trials") == ["6"])
    }
}
