/// Aligned columns for people: numbers to the right, long cells cut, NULL written out.
///
/// Widths come from the first rows, which are held back until then; so a result of any length
/// takes little memory, and a later cell that is wider than its column moves its row's rest.
final class TableRenderer: RowRenderer {
    /// Rows that decide the widths.
    static let sampleRows = 1000
    /// Characters of a cell.
    static let widest = 60

    private let write: (String) throws -> Void
    private var columns: [String] = []
    private var sample: [[Cell]] = []
    private var widths: [Int]?

    init(_ write: @escaping (String) throws -> Void) {
        self.write = write
    }

    func begin(_ columns: [String]) {
        self.columns = columns.map { shown(.text($0)) }
    }

    func row(_ cells: [Cell]) throws {
        if let widths { return try writeLine(cells, widths) }
        sample.append(cells)
        if sample.count == Self.sampleRows { try writeSample() }
    }

    func end() throws {
        if widths == nil { try writeSample() }
    }

    private func writeSample() throws {
        let texts = sample.map { $0.map(shown) }
        let widths = columns.indices.map { column in
            texts.reduce(columns[column].count) { max($0, $1[column].count) }
        }
        self.widths = widths
        try writeLine(columns.map { .text($0) }, widths)
        try write(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ") + "\n")
        for cells in sample { try writeLine(cells, widths) }
        sample = []
    }

    private func writeLine(_ cells: [Cell], _ widths: [Int]) throws {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let text = shown(cell)
            let padding = String(repeating: " ", count: max(0, widths[column] - text.count))
            line += cell.isNumber ? padding + text : text + padding
            line += "  "
        }
        let end = line.lastIndex { $0 != " " }
        try write((end.map { String(line[...$0]) } ?? "") + "\n")
    }

    /// A cell on one line and not too wide.
    private func shown(_ cell: Cell) -> String {
        if cell == .null { return "NULL" }
        let text = String(cell.plainText.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        return text.count <= Self.widest ? text : text.prefix(Self.widest - 1) + "…"
    }
}
