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

    /// - Parameters:
    ///   - first: for a read the table, for a function nothing.
    ///   - second: for a read the column, for a function its name.
    ///   - schema: the schema of what is read.
    func allows(action: Int32, _ first: String?, _ second: String?, in schema: String?) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: true
        case SQLITE_READ: first.map { allowsReading($0, second, in: schema) } ?? false
        case SQLITE_FUNCTION:
            second.map { !Self.deniedFunctions.contains($0.lowercased()) } ?? false
        default: false
        }
    }

    /// A common table expression of which no column is used (`count(*)`) comes without column and
    /// schema, as does any table; the virtual tables among these are denied by their names.
    private func allowsReading(_ table: String, _ column: String?, in schema: String?) -> Bool {
        let name = table.lowercased()
        if tables.contains(name) || Self.builtInTables.contains(name) { return true }
        return schema == nil && column == "" && !name.hasPrefix("pragma_")
            && !Self.deniedTables.contains(name)
    }

    /// Virtual tables of SQLite and its shell that show more than the store's tables.
    private static let deniedTables: Set<String> = [
        "dbstat", "sqlite_dbpage", "sqlite_stmt", "sqlite_temp_master", "sqlite_temp_schema",
        "bytecode", "tables_used", "fsdir",
    ]
}

extension SQLiteConnection {
    /// Allows from now on nothing but reading the given tables and views.
    func restrict(to tables: Set<String>) throws {
        for pragma in ["PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF"] {
            _ = try prepare(pragma).step()
        }
        // SQLite declares a table function at its first use, which the authorizer would deny.
        for function in ["json_each", "json_tree"] {
            _ = try prepare("SELECT * FROM \(function)('[]')")
        }
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, QueryLimits.valueBytes)
        sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, Int32(QueryLimits.sqlBytes))
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000)
        let authorizer = QueryAuthorizer(tables: tables)
        guardian = authorizer
        sqlite3_set_authorizer(
            handle,
            { context, action, first, second, schema, _ in
                let authorizer = Unmanaged<QueryAuthorizer>.fromOpaque(context!)
                    .takeUnretainedValue()
                let isAllowed = authorizer.allows(
                    action: action, first.map { String(cString: $0) },
                    second.map { String(cString: $0) }, in: schema.map { String(cString: $0) })
                return isAllowed ? SQLITE_OK : SQLITE_DENY
            }, Unmanaged.passUnretained(authorizer).toOpaque())
    }
}
