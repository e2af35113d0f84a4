import GRDBSQLite
import Glibc

/// The write-ahead log that a reader leaves beside a store that nobody writes.
enum EmptyLog {
    /// Removes an empty `-wal`, and the `-shm` with it, unless the store is in use.
    ///
    /// A connection that only reads has to make them and cannot remove them. SQLite itself does it
    /// here, as any connection that may write does when it is the last to close: it holds the
    /// database exclusively for that, so that whoever has it open keeps them and whoever opens it
    /// waits.
    static func remove(beside path: String) {
        var status = stat()
        guard stat(path + "-wal", &status) == 0, status.st_size == 0 else { return }
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE
        if sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK {
            // Any statement that looks into the file opens its log.
            sqlite3_exec(handle, "PRAGMA schema_version", nil, nil, nil)
        }
        sqlite3_close_v2(handle)
    }
}
