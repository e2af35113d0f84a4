import JSONText

/// An array of objects, a line each; infinities are the texts "inf" and "-inf", a blob its bytes
/// in hexadecimal digits.
final class JSONRenderer: RowRenderer {
    private let write: (String) throws -> Void
    private var names: [String] = []
    private var isFirst = true

    init(_ write: @escaping (String) throws -> Void) {
        self.write = write
    }

    func begin(_ columns: [String]) throws {
        names = unique(columns)
        try write("[")
    }

    func row(_ cells: [Cell]) throws {
        let members = zip(names, cells).map { JSONMember(name: $0, value: $1.json) }
        try write((isFirst ? "\n" : ",\n") + JSONValue.object(members).serialized())
        isFirst = false
    }

    func end() throws {
        try write(isFirst ? "]\n" : "\n]\n")
    }

    /// Names told apart as SQLite does it in subqueries: `a`, `a:1`, `a:2`.
    private func unique(_ columns: [String]) -> [String] {
        var taken: Set<String> = []
        return columns.map { column in
            var name = column
            var number = 0
            while !taken.insert(name).inserted {
                number += 1
                name = "\(column):\(number)"
            }
            return name
        }
    }
}

extension Cell {
    fileprivate var json: JSONValue {
        switch self {
        case .null: .null
        case .integer(let value): .integer(Int(value))
        case .real(let value): .real(value)
        case .text(let value): .text(value)
        case .blob(let bytes): .text(hexadecimal(bytes))
        }
    }
}
