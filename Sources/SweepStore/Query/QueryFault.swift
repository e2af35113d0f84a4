/// What is wrong with SQL that a user typed: facts, which ``rendered`` puts into words.
public struct QueryFault: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case empty
        case severalStatements
        /// It is a statement of another kind, EXPLAIN included.
        case notASelect
        /// It would do something beside reading; with SQLite's words.
        case denied(String)
        case nullCharacter
        /// It has a parameter, for which there is no value.
        case parameter
        case tooLong(limit: Int)
        case unknownTable(String, nearest: String?)
        case unknownColumn(String, nearest: String?)
        /// Anything else that SQLite has to say.
        case refused(String)
        case deadline(Duration)
        case memory(bytes: Int)
    }

    public let kind: Kind
    /// The text as typed; empty where a place in it says nothing.
    public let sql: String
    /// Where in the text, in bytes.
    public let offset: Int?

    init(_ kind: Kind, sql: String, offset: Int? = nil) {
        self.kind = kind
        self.sql = sql
        self.offset = offset
    }

    /// The process's exit code: refused SQL.
    public var exitCode: Int32 { 1 }

    /// What is wrong, in one line.
    public var message: String {
        switch kind {
        case .empty: "there is no SQL"
        case .severalStatements: "there is more than one statement"
        case .notASelect: "only SELECT is run: the store is read-only"
        case .denied(let words): "only reading the store is allowed (\(words))"
        case .nullCharacter: "the SQL has a null character"
        case .parameter: "the SQL has a parameter without a value"
        case .tooLong(let limit): "the SQL is longer than \(limit) bytes"
        case .unknownTable(let name, _): "no such table: \(name)"
        case .unknownColumn(let name, _): "no such column: \(name)"
        case .refused(let words): words
        case .deadline(let duration): "the query took longer than \(duration.components.seconds) s"
        case .memory(let bytes): "the query took more than \(bytes >> 20) MiB of memory"
        }
    }

    /// How to mend it; nil where there is nothing to advise.
    public var hint: String? {
        switch kind {
        case .empty, .notASelect, .denied:
            "for example: SELECT rank, configuration, recovery_error FROM ranking"
        case .severalStatements: "give one SELECT at a time"
        case .unknownTable(_, let nearest):
            nearest.map { "did you mean \($0)?" }
                ?? "there are sweeps, trials, attempts, estimates, metrics and ranking"
        case .unknownColumn(let name, let nearest):
            nearest.map { "did you mean \($0)?" }
                ?? "text stands in single quotes: '\(name)'; SELECT * shows a view's columns"
        case .parameter: "write the value itself"
        case .deadline, .memory: "select less, or copy the store and use sqlite3"
        case .nullCharacter, .tooLong, .refused: nil
        }
    }
}

extension QueryFault {
    /// Line and column of the place, from 1; columns count characters.
    public var place: (line: Int, column: Int)? {
        guard let offset, !sql.isEmpty else { return nil }
        let before = String(decoding: Array(sql.utf8.prefix(offset)), as: UTF8.self)
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.count, (lines.last?.count ?? 0) + 1)
    }

    /// The message with its place, the line of SQL with a caret under the place, and the hint.
    public var rendered: String {
        var text = "error: \(message)"
        if let place {
            let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
            text = "query:\(place.line):\(place.column): \(text)"
            // A long line is cut to the surroundings of its place.
            let line = Array(lines[place.line - 1])
            let start = max(0, place.column - 61)
            let excerpt = String(line[start..<min(line.count, start + 100)])
            let caret = String(repeating: " ", count: place.column - 1 - start) + "^"
            text += "\n  \(excerpt)\n  \(caret)"
        }
        return text + (hint.map { "\nhelp: \($0)" } ?? "")
    }

    /// An error of SQLite, told with what was probably meant.
    init(_ error: SQLiteError, sql: String, names: StoreNames) {
        func name(after prefix: String) -> String? {
            error.message.hasPrefix(prefix) ? String(error.message.dropFirst(prefix.count)) : nil
        }
        let kind: Kind
        if error.isDenied {
            kind = .denied(error.message)
        } else if let table = name(after: "no such table: ") {
            kind = .unknownTable(table, nearest: names.nearestView(to: table))
        } else if let column = name(after: "no such column: ") {
            let last = column.split(separator: ".").last.map(String.init) ?? column
            kind = .unknownColumn(column, nearest: names.nearestColumn(to: last))
        } else {
            kind = .refused(error.message)
        }
        self.init(kind, sql: sql, offset: error.offset)
    }
}
