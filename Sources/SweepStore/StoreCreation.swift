import GRDB
import Glibc

/// Makes a new store beside its place and moves it there complete.
///
/// Whoever is killed meanwhile leaves a draft, which the next creation replaces, and no store.
enum StoreCreation {
    static func make(_ files: StoreFiles) throws {
        try remove(files.draft, with: companions + [""])
        // Readable by its owner alone; SQLite gives its companion files the same mode.
        let descriptor = open(files.draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreFault.cannotCreate(path: files.database, detail: systemErrorText())
        }
        close(descriptor)
        do {
            try SweepStore.translating(files.database) { try fill(files.draft) }
            // A log that outlived its database would be read into the new one.
            try remove(files.database, with: companions)
            guard rename(files.draft, files.database) == 0 else {
                throw StoreFault.cannotCreate(path: files.database, detail: systemErrorText())
            }
        } catch {
            try? remove(files.draft, with: companions + [""])
            throw error
        }
    }

    private static func fill(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(queue)
        // Kept in the file's header, so that every later connection uses the log.
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
    }

    /// What SQLite keeps beside a database.
    private static let companions = ["-journal", "-wal", "-shm"]

    private static func remove(_ path: String, with suffixes: [String]) throws {
        for suffix in suffixes {
            guard unlink(path + suffix) == 0 || errno == ENOENT else {
                throw StoreFault.cannotCreate(path: path + suffix, detail: systemErrorText())
            }
        }
    }
}
