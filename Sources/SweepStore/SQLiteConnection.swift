import GRDBSQLite

/// A connection of our own to SQLite's C interface, for what GRDB cannot do: looking at a file
/// without a trace, and running SQL that a user typed.
final class SQLiteConnection {
    let handle: OpaquePointer
    /// What the connection asks before it compiles; see ``restrict(to:)``.
    var guardian: QueryAuthorizer?
    /// The database whose empty log goes with the connection.
    private let tidied: String?

    /// - Parameters:
    ///   - name: a path or a `file:` URI.
    ///   - tidied: the path, where an empty log is not to stay beside it; see ``EmptyLog``.
    init(readOnly name: String, tidying tidied: String? = nil) throws {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(name, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let message = String(cString: sqlite3_errstr(code))
            sqlite3_close_v2(handle)
            throw SQLiteError(code: code, message: message)
        }
        self.handle = handle
        self.tidied = tidied
    }

    deinit {
        sqlite3_close_v2(handle)
        if let tidied { EmptyLog.remove(beside: tidied) }
    }

    /// Compiles one statement and ignores what follows it.
    func prepare(_ sql: String) throws -> SQLiteStatement {
        let (statement, _) = try prepareFirst(of: Array(sql.utf8))
        guard let statement else { preconditionFailure("no statement in '\(sql)'") }
        return statement
    }

    /// Compiles the first statement of a text; nil where only blanks and comments are left.
    ///
    /// - Returns: the statement, and the offset of what follows it.
    func prepareFirst(
        of bytes: [UInt8], from offset: Int = 0
    ) throws -> (statement: SQLiteStatement?, next: Int) {
        var statement: OpaquePointer?
        var next = bytes.count
        let code = bytes.withUnsafeBytes { buffer -> Int32 in
            guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else {
                return SQLITE_OK
            }
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(
                handle, base + offset, Int32(bytes.count - offset), 0, &statement, &tail)
            if let tail { next = tail - base }
            return code
        }
        guard code == SQLITE_OK else { throw lastError(code, from: offset) }
        return (statement.map { SQLiteStatement($0, of: self) }, next)
    }

    func lastError(_ code: Int32, from offset: Int = 0) -> SQLiteError {
        let place = sqlite3_error_offset(handle)
        return SQLiteError(
            code: code, message: String(cString: sqlite3_errmsg(handle)),
            offset: place >= 0 ? offset + Int(place) : nil)
    }
}

/// A compiled statement.
final class SQLiteStatement {
    let handle: OpaquePointer
    private let connection: SQLiteConnection

    fileprivate init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Goes to the next row; false after the last.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw connection.lastError(code)
        }
    }

    var columnNames: [String] {
        (0..<sqlite3_column_count(handle)).map { String(cString: sqlite3_column_name(handle, $0)) }
    }

    /// All cells of the current row.
    var row: [Cell] { (0..<sqlite3_column_count(handle)).map(cell) }

    /// One cell of the current row.
    func cell(_ column: Int32) -> Cell {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: .text(String(decoding: bytes(column, isText: true), as: UTF8.self))
        case SQLITE_BLOB: .blob(bytes(column, isText: false))
        default: .null
        }
    }

    private func bytes(_ column: Int32, isText: Bool) -> [UInt8] {
        let start =
            isText
            ? UnsafeRawPointer(sqlite3_column_text(handle, column))
            : sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }
}

/// An error of SQLite's C interface.
struct SQLiteError: Error {
    /// The extended result code.
    var code: Int32
    var message: String
    /// Where in the statement's text, in bytes.
    var offset: Int?

    init(code: Int32, message: String, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    var primaryCode: Int32 { code & 0xFF }

    /// Whether the file is at fault, not the statement.
    var isOfFile: Bool {
        [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_BUSY]
            .contains(primaryCode)
    }

    /// Whether an authorizer refused the statement.
    ///
    /// A denied function has only its message: "not authorized to use function: …".
    var isDenied: Bool {
        primaryCode == SQLITE_AUTH || message.hasPrefix("not authorized")
            || message.hasPrefix("access to ")
    }
}
