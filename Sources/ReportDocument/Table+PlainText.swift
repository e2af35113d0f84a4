extension Table {
    /// The table for a terminal: columns aligned and two spaces apart, a line under the titles.
    public var plainText: String {
        let cells = rows.map { $0.map { Table.onOneLine($0.text.plain) } }
        let widths = widths(of: [columns.map(\.title)] + cells)
        let lines =
            [
                padded(columns.map(\.title), widths),
                widths.map { String(repeating: "-", count: $0) },
            ]
            + cells.map { padded($0, widths) }
        return lines.map { Table.withoutTrailingSpaces($0.joined(separator: "  ")) + "\n" }.joined()
    }

    /// The table as CSV with a header.
    public var csv: String {
        CSV.line(columns.map(\.title)) + rows.map { CSV.line($0.map(\.text.plain)) }.joined()
    }

    func widths(of cells: [[String]]) -> [Int] {
        columns.indices.map { column in cells.reduce(0) { max($0, $1[column].count) } }
    }

    func padded(_ cells: [String], _ widths: [Int]) -> [String] {
        columns.indices.map { column in
            let space = String(repeating: " ", count: widths[column] - cells[column].count)
            return columns[column].alignment == .left
                ? cells[column] + space : space + cells[column]
        }
    }

    /// Line breaks as spaces: a row stays one line.
    static func onOneLine(_ cell: String) -> String {
        cell.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .joined(separator: " ")
    }

    private static func withoutTrailingSpaces(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
