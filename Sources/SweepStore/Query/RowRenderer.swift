/// The role of what turns a query's rows into text, as they come.
public protocol RowRenderer: AnyObject {
    func begin(_ columns: [String]) throws
    func row(_ cells: [Cell]) throws
    /// Writes what is still held back; called once, after the last row.
    func end() throws
}

/// The forms in which a query's result can be written.
public enum QueryFormat: String, Hashable, Sendable, CaseIterable {
    /// Aligned columns for people; long cells are cut.
    case table
    /// RFC 4180 with a header, its lines ended by a line feed alone.
    case csv
    /// An array of objects.
    case json
    /// A table of GitHub's Markdown.
    case markdown

    /// A renderer for one result, which hands its text over in pieces.
    public func renderer(to write: @escaping (String) throws -> Void) -> any RowRenderer {
        switch self {
        case .table: TableRenderer(write)
        case .csv: CSVRenderer(write)
        case .json: JSONRenderer(write)
        case .markdown: MarkdownRenderer(write)
        }
    }
}

extension Cell {
    /// The value as plain text; NULL is nothing, a blob its bytes in hexadecimal digits.
    ///
    /// Reals have the fewest digits that read back to the same bits.
    var plainText: String {
        switch self {
        case .null: ""
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .text(let value): value
        case .blob(let bytes): hexadecimal(bytes)
        }
    }

    var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .null, .text, .blob: false
        }
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
}
