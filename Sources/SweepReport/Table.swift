/// A table of texts that can be written as plain text, Markdown or CSV.
public struct Table: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable {
        case left, right
    }

    public struct Column: Hashable, Sendable {
        public var title: String
        public var alignment: Alignment

        public init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    public var columns: [Column]
    /// Each with a cell a column.
    public private(set) var rows: [[String]] = []

    public init(columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        for row in rows { append(row) }
    }

    /// Adds a row.
    ///
    /// - Precondition: `row` has a cell a column.
    public mutating func append(_ row: [String]) {
        precondition(row.count == columns.count, "a row of \(row.count) cells")
        rows.append(row)
    }

    /// The table for a terminal: columns aligned and two spaces apart, a line under the titles.
    public var plainText: String {
        let cells = rows.map { $0.map(Table.onOneLine) }
        let widths = widths(of: cells)
        let lines =
            [
                padded(columns.map(\.title), widths),
                widths.map { String(repeating: "-", count: $0) },
            ]
            + cells.map { padded($0, widths) }
        return lines.map { Table.withoutTrailingSpaces($0.joined(separator: "  ")) + "\n" }.joined()
    }

    /// The table in Markdown, with its columns aligned in the source too.
    public var markdown: String {
        let titles = columns.map { Table.escaped($0.title) }
        let cells = rows.map { $0.map(Table.escaped) }
        let widths = widths(of: [titles] + cells).map { max($0, 3) }
        let rule = zip(columns, widths).map { column, width in
            column.alignment == .left
                ? String(repeating: "-", count: width)
                : String(repeating: "-", count: width - 1) + ":"
        }
        let lines = [padded(titles, widths), rule] + cells.map { padded($0, widths) }
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// The table as CSV (RFC 4180) with a header; lines end with a line feed alone.
    public var csv: String {
        ([columns.map(\.title)] + rows)
            .map { $0.map(Table.quoted).joined(separator: ",") + "\n" }.joined()
    }

    private func widths(of cells: [[String]]) -> [Int] {
        columns.indices.map { column in
            cells.reduce(columns[column].title.count) { max($0, $1[column].count) }
        }
    }

    private func padded(_ cells: [String], _ widths: [Int]) -> [String] {
        columns.indices.map { column in
            let space = String(repeating: " ", count: widths[column] - cells[column].count)
            return columns[column].alignment == .left
                ? cells[column] + space : space + cells[column]
        }
    }

    private static func withoutTrailingSpaces(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// Line breaks as spaces: a row stays one line.
    private static func onOneLine(_ cell: String) -> String {
        cell.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .joined(separator: " ")
    }

    /// A bar would end the cell.
    private static func escaped(_ cell: String) -> String {
        onOneLine(cell).split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "\\|")
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\""
            + cell.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
