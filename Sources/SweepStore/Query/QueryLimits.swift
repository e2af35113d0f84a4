import GRDBSQLite

/// What a query may take.
public struct QueryLimits: Hashable, Sendable {
    /// Wall-clock time from its start.
    public var deadline: Duration
    /// Memory that SQLite holds for it.
    public var memoryBytes: Int

    /// The longest text of a query.
    static let sqlBytes = 1_000_000
    /// The longest text or blob that a query may make or read.
    static let valueBytes: Int32 = 100_000_000

    public init(deadline: Duration = .seconds(30), memoryBytes: Int = 512 << 20) {
        self.deadline = deadline
        self.memoryBytes = memoryBytes
    }
}

/// Ends a query that takes longer, or more memory, than it may.
///
/// SQLite asks every few thousand of its instructions, so that one long call of a function is
/// seen only at its end; the limits on a value's length keep such calls short.
final class QueryGuard {
    private let limits: QueryLimits
    private let start = ContinuousClock.now
    private let memoryAtStart = Int(sqlite3_memory_used())
    /// Why the query was ended; nil where it was not.
    private(set) var fault: QueryFault?

    init(_ limits: QueryLimits) {
        self.limits = limits
    }

    func watching(_ connection: SQLiteConnection, _ body: () throws -> Void) rethrows {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            connection.handle, 5000,
            { context in
                Unmanaged<QueryGuard>.fromOpaque(context!).takeUnretainedValue().isOver() ? 1 : 0
            }, context)
        defer { sqlite3_progress_handler(connection.handle, 0, nil, nil) }
        try body()
    }

    private func isOver() -> Bool {
        if ContinuousClock.now - start > limits.deadline {
            fault = QueryFault(.deadline(limits.deadline), sql: "")
        } else if Int(sqlite3_memory_used()) - memoryAtStart > limits.memoryBytes {
            fault = QueryFault(.memory(bytes: limits.memoryBytes), sql: "")
        }
        return fault != nil
    }
}
