extension Table {
    /// The table in Markdown, with its columns aligned in the source too.
    public var markdown: String {
        let titles = columns.map { Table.escaped(MarkdownRenderer.text(Text($0.title))) }
        let cells = rows.map { $0.map(Table.markdown) }
        let widths = widths(of: [titles] + cells).map { max($0, 3) }
        let rule = zip(columns, widths).map { column, width in
            column.alignment == .left
                ? String(repeating: "-", count: width)
                : String(repeating: "-", count: width - 1) + ":"
        }
        let lines = [padded(titles, widths), rule] + cells.map { padded($0, widths) }
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    private static func markdown(_ cell: Cell) -> String {
        let text = cell.mark == nil ? cell.text : .strong(cell.text)
        return escaped(onOneLine(MarkdownRenderer.text(text)))
    }

    /// A bar would end the cell, inside code too.
    private static func escaped(_ cell: String) -> String {
        cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
