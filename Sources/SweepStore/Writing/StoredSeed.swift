import GRDB

/// A seed as SQLite keeps it: an integer, or decimal text where it exceeds 2^63 − 1.
struct StoredSeed: DatabaseValueConvertible {
    let value: UInt64

    init(_ value: UInt64) { self.value = value }

    var databaseValue: DatabaseValue {
        Int64(exactly: value)?.databaseValue ?? String(value).databaseValue
    }

    static func fromDatabaseValue(_ stored: DatabaseValue) -> StoredSeed? {
        switch stored.storage {
        case .int64(let integer): UInt64(exactly: integer).map(StoredSeed.init)
        case .string(let text): UInt64(text).map(StoredSeed.init)
        default: nil
        }
    }
}
