import GRDBSQLite

/// Runs SQL that a user typed, on a connection that can do nothing but read this one store.
///
/// Four things hold it, each alone enough for most statements: the file is opened read-only; an
/// authorizer (``QueryAuthorizer``) allows selecting from the store's own tables and views and the
/// JSON table functions and nothing else; only one statement is taken, and it must be a SELECT (or
/// WITH, or VALUES); and a guard ends what takes too long or too much memory.
///
/// Works beside a process that writes.
public final class ReadOnlyQuery {
    private let connection: SQLiteConnection
    private let names: StoreNames
    private let limits: QueryLimits
    private let path: String

    /// - Throws: ``StoreFault`` where there is no store that this version reads.
    public init(_ files: StoreFiles, limits: QueryLimits = QueryLimits()) throws {
        // Opened as a store first, so that every other file is refused with its reason.
        let store = try SweepStore(files, mode: .reading)
        self.limits = limits
        path = files.database
        do {
            connection = try SQLiteConnection(
                readOnly: store.openedName, tidying: files.database)
            sqlite3_busy_timeout(connection.handle, 10_000)
            names = try StoreNames(connection)
            try connection.restrict(to: names.tables)
        } catch let error as SQLiteError {
            throw StoreFault(error, path: files.database)
        }
    }

    /// Runs one SELECT and hands over its rows one by one, with the columns' names.
    ///
    /// - Throws: ``QueryFault`` for what is wrong with the SQL, and whatever `body` throws.
    public func run(
        _ sql: String, _ body: (_ columns: [String], _ row: [Cell]) throws -> Void
    ) throws {
        try run(sql, columns: { _ in }, row: body)
    }

    /// Runs one SELECT into a renderer, which writes as rows come.
    public func run(_ sql: String, into renderer: any RowRenderer) throws {
        try run(sql, columns: renderer.begin, row: { _, cells in try renderer.row(cells) })
        try renderer.end()
    }

    private func run(
        _ sql: String, columns report: ([String]) throws -> Void,
        row: (_ columns: [String], _ row: [Cell]) throws -> Void
    ) throws {
        let guardian = QueryGuard(limits)
        do {
            let statement = try prepare(sql)
            let columns = statement.columnNames
            try report(columns)
            try guardian.watching(connection) {
                while try statement.step() { try row(columns, statement.row) }
            }
        } catch let error as SQLiteError {
            if let fault = guardian.fault { throw fault }
            if error.isOfFile { throw StoreFault(error, path: path) }
            throw QueryFault(error, sql: sql, names: names)
        }
    }

    /// The one statement of a text, or what is wrong with the text.
    private func prepare(_ sql: String) throws -> SQLiteStatement {
        let bytes = Array(sql.utf8)
        guard bytes.count <= QueryLimits.sqlBytes else {
            throw QueryFault(.tooLong(limit: QueryLimits.sqlBytes), sql: "")
        }
        if let place = bytes.firstIndex(of: 0) {
            throw QueryFault(.nullCharacter, sql: sql, offset: place)
        }
        var next = 0
        var statement: SQLiteStatement?
        while statement == nil {
            guard next < bytes.count else { throw QueryFault(.empty, sql: sql) }
            (statement, next) = try connection.prepareFirst(of: bytes, from: next)
        }
        guard let statement else { throw QueryFault(.empty, sql: sql) }
        try checkRest(bytes, from: next, sql: sql)
        try check(statement, sql: sql)
        return statement
    }

    /// Behind the statement only blanks, comments and semicolons may follow.
    private func checkRest(_ bytes: [UInt8], from start: Int, sql: String) throws {
        var next = start
        while next < bytes.count {
            let place = next
            let rest: SQLiteStatement?
            do {
                (rest, next) = try connection.prepareFirst(of: bytes, from: next)
            } catch is SQLiteError {
                throw QueryFault(.severalStatements, sql: sql, offset: place)
            }
            guard rest == nil else {
                throw QueryFault(.severalStatements, sql: sql, offset: place)
            }
        }
    }

    private func check(_ statement: SQLiteStatement, sql: String) throws {
        guard sqlite3_stmt_isexplain(statement.handle) == 0,
            sqlite3_stmt_readonly(statement.handle) != 0,
            sqlite3_column_count(statement.handle) > 0
        else { throw QueryFault(.notASelect, sql: sql) }
        guard sqlite3_bind_parameter_count(statement.handle) == 0 else {
            throw QueryFault(.parameter, sql: sql)
        }
    }
}
