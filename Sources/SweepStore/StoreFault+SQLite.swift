import GRDB

extension StoreFault {
    /// An error of GRDB at a store, told by what it means for whoever runs it.
    init(_ error: DatabaseError, path: String) {
        self.init(
            error.resultCode, detail: error.message ?? error.resultCode.description, path: path)
    }

    /// An error of SQLite's C interface at a store.
    init(_ error: SQLiteError, path: String) {
        self.init(ResultCode(rawValue: error.primaryCode), detail: error.message, path: path)
    }

    private init(_ code: ResultCode, detail: String, path: String) {
        self =
            switch code {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(path: path, detail: detail)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path, owner: nil)
            case .SQLITE_CANTOPEN, .SQLITE_PERM: .cannotCreate(path: path, detail: detail)
            case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_NOLFS:
                .cannotWrite(path: path, detail: detail)
            default: .failed(path: path, detail: detail)
            }
    }
}

extension DatabaseError {
    /// Whether SQLite could not make the files that reading beside a writer needs.
    var isFolderReadOnly: Bool {
        resultCode == .SQLITE_CANTOPEN || resultCode == .SQLITE_READONLY
    }
}
