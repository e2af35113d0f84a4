import GRDBSQLite
import Glibc

/// What is at a path, found out without a lock, a journal or any other trace, unless only the
/// write-ahead log can tell.
///
/// Only `stat` and SQLite touch the file: closing a descriptor of our own would drop the locks
/// that SQLite holds on it elsewhere in the process.
enum StoreIdentity {
    case absent
    case empty
    case foreign
    case damaged(detail: String)
    case store

    init(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else {
                throw StoreFault.cannotCreate(path: path, detail: systemErrorText())
            }
            self = .absent
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            self = .foreign
            return
        }
        guard status.st_size > 0 else {
            self = .empty
            return
        }
        do {
            self = try Self.isOurs(path) ? .store : .foreign
        } catch let error as SQLiteError where error.primaryCode == SQLITE_NOTADB {
            self = .foreign
        } catch let error as SQLiteError where error.primaryCode == SQLITE_CORRUPT {
            self = .damaged(detail: error.message)
        } catch let error as SQLiteError {
            throw StoreFault.cannotCreate(path: path, detail: error.message)
        }
    }

    private static func isOurs(_ path: String) throws -> Bool {
        do {
            return try bearsOurMark(immutable(path))
        } catch let error as SQLiteError
            where error.primaryCode == SQLITE_CORRUPT && !isWithoutWriteAheadLog(path)
        {
            // A checkpoint that was cut off, by a kill or a full disk, leaves a file whose first
            // page counts pages that stand in the log alone.
            return try bearsOurMark(path)
        }
    }

    private static func bearsOurMark(_ name: String) throws -> Bool {
        let statement = try SQLiteConnection(readOnly: name).prepare("PRAGMA application_id")
        return try statement.step() && statement.cell(0) == .integer(Int64(Schema.applicationID))
    }

    /// The file as SQLite reads it where nobody writes: no locks and no files beside it.
    static func immutable(_ path: String) -> String {
        let escaped = path.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%"), 0x80...:
                "%" + String(byte, radix: 16)
            default: String(decoding: CollectionOfOne(byte), as: UTF8.self)
            }
        }
        return "file:\(escaped.joined())?immutable=1"
    }

    /// Whether all that was committed stands in the file itself.
    static func isWithoutWriteAheadLog(_ path: String) -> Bool {
        var status = stat()
        return stat(path + "-wal", &status) != 0 || status.st_size == 0
    }
}
