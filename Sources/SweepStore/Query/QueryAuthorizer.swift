import GRDBSQLite

/// Decides, while a statement is compiled, about everything that it would do.
///
/// Allowed are selecting, recursion, reading the store's own tables and views (and SQLite's list
/// of them), the JSON table functions, and functions that touch nothing but their arguments.
/// Everything else is denied: writing, schema changes, transactions, ATTACH, PRAGMA (as a table
/// function too), temporary tables, other virtual tables.
final class QueryAuthorizer {
    private let tables: Set<String>

    init(tables: Set<String>) {
        self.tables = tables
    }

    /// Table functions and tables beside the store's own.
    private static let builtInTables: Set<String> = [
        "json_each", "json_tree", "sqlite_master", "sqlite_schema",
    ]

    /// Functions of SQLite, its shell and its extensions that reach outside the store.
    private static let deniedFunctions: Set<String> = [
        "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "lsmode",
    ]

    func allows(action: Int32, _ first: String?, _ second: String?) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: true
        case SQLITE_READ:
            first.map { tables.contains($0) || Self.builtInTables.contains($0) } ?? false
        case SQLITE_FUNCTION:
            second.map { !Self.deniedFunctions.contains($0.lowercased()) } ?? false
        default: false
        }
    }
}

extension SQLiteConnection {
    /// Allows from now on nothing but reading the given tables and views.
    func restrict(to tables: Set<String>) throws {
        for pragma in ["PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF"] {
            _ = try prepare(pragma).step()
        }
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, QueryLimits.valueBytes)
        sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, Int32(QueryLimits.sqlBytes))
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000)
        let authorizer = QueryAuthorizer(tables: tables)
        guardian = authorizer
        sqlite3_set_authorizer(
            handle,
            { context, action, first, second, _, _ in
                let authorizer = Unmanaged<QueryAuthorizer>.fromOpaque(context!)
                    .takeUnretainedValue()
                let isAllowed = authorizer.allows(
                    action: action, first.map { String(cString: $0) },
                    second.map { String(cString: $0) })
                return isAllowed ? SQLITE_OK : SQLITE_DENY
            }, Unmanaged.passUnretained(authorizer).toOpaque())
    }
}
