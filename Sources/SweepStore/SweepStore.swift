import Foundation
import GRDB

/// The store of sweeps, trials and all that happened to them: one SQLite file.
///
/// One process writes, under a ``StoreLock``; any number read meanwhile. Every method is one
/// transaction. With WAL and `synchronous = NORMAL` what is committed survives a killed process;
/// a loss of power can take the last commits, never the store.
///
/// Failures are ``StoreFault``.
public final class SweepStore: Sendable {
    /// What a store is opened for.
    public enum Mode: Hashable, Sendable {
        /// To write; the store is made where none is.
        case create
        /// To write what is there.
        case existing
        /// To read, beside a process that writes; also where the folder cannot be written. A store
        /// of an earlier schema is brought up to date first, under the lock.
        case reading
    }

    /// Where the store and its companions are.
    public let files: StoreFiles
    let queue: DatabaseQueue
    /// The database as SQLite was told to open it: its path, or a URI.
    let openedName: String
    private let mode: Mode

    /// Opens a store; what is no store of this or an earlier version is refused untouched.
    ///
    /// Whoever writes takes the ``StoreLock`` first.
    public init(_ files: StoreFiles, mode: Mode) throws {
        self.files = files
        self.mode = mode
        switch try StoreIdentity(files.database) {
        case .absent:
            guard mode == .create else { throw StoreFault.missing(path: files.database) }
            try StoreCreation.make(files)
        case .empty: throw StoreFault.empty(path: files.database)
        case .foreign: throw StoreFault.foreign(path: files.database)
        case .damaged(let detail):
            throw StoreFault.corrupt(path: files.database, detail: detail)
        case .store: break
        }
        (queue, openedName) = try Self.translating(files.database) {
            var (queue, name) = try Self.open(files.database, mode: mode)
            let version = try queue.read { try Self.checkedVersion($0, files.database) }
            if mode != .reading {
                try Self.prepareForWriting(queue)
            } else if version < Schema.version {
                try queue.close()
                try Self.migrate(files, from: version)
                (queue, name) = try Self.open(files.database, mode: mode)
            }
            return (queue, name)
        }
    }

    deinit {
        guard mode == .reading else { return }
        try? queue.close()
        EmptyLog.remove(beside: files.database)
    }

    /// Brings a store of an earlier schema up to date for whoever only wants to read.
    private static func migrate(_ files: StoreFiles, from version: Int) throws {
        let now = Int(Foundation.Date().timeIntervalSince1970 * 1000)
        let lock = try StoreLock(files, command: "bringing schema \(version) up to date", at: now)
        let queue = try DatabaseQueue(path: files.database, configuration: writing)
        try prepareForWriting(queue)
        try queue.close()
        withExtendedLifetime(lock) {}
    }

    private static func open(
        _ path: String, mode: Mode
    ) throws -> (queue: DatabaseQueue, name: String) {
        guard mode == .reading else {
            return (try DatabaseQueue(path: path, configuration: writing), path)
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: reading)
            try queue.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
            return (queue, path)
        } catch let error as DatabaseError
            where StoreIdentity.isWithoutWriteAheadLog(path) && error.isFolderReadOnly
        {
            let name = StoreIdentity.immutable(path)
            return (try DatabaseQueue(path: name, configuration: reading), name)
        }
    }

    /// Brings the schema up to date; a copy made by `VACUUM INTO` gets its write-ahead log back.
    private static func prepareForWriting(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try Schema.migrator.migrate(queue)
    }

    private static var writing: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            // Pages of the log: short trials change the same few again and again.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        }
        return configuration
    }

    private static var reading: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        return configuration
    }

    private static func checkedVersion(_ database: Database, _ path: String) throws -> Int {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= Schema.version else {
            throw StoreFault.newer(path: path, found: found, supported: Schema.version)
        }
        guard found >= 1 else {
            throw StoreFault.corrupt(path: path, detail: "the schema has no version")
        }
        return found
    }

    /// Closes the store, so that all of it stands in its one file; nothing can be done with it
    /// afterwards.
    public func close() throws {
        try Self.translating(files.database) { try queue.close() }
    }

    /// Reads in one transaction.
    ///
    /// Not by GRDB's `read`: that switches `query_only` on and off, after which SQLite compiles
    /// every cached statement anew.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try transaction(.deferred, body)
    }

    /// Writes in one transaction that holds SQLite's write lock from its beginning.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try transaction(.immediate, body)
    }

    private func transaction<Value>(
        _ kind: Database.TransactionKind, _ body: (Database) throws -> Value
    ) throws -> Value {
        try Self.translating(files.database) {
            try queue.unsafeRead { database in
                var value: Value?
                try database.inTransaction(kind) {
                    value = try body(database)
                    return .commit
                }
                return value!
            }
        }
    }

    /// SQLite's errors as faults of the store at a path.
    static func translating<Value>(
        _ path: String, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreFault(error, path: path)
        }
    }
}
