/// A table of GitHub's Markdown, a line a row.
final class MarkdownRenderer: RowRenderer {
    private let write: (String) throws -> Void

    init(_ write: @escaping (String) throws -> Void) {
        self.write = write
    }

    func begin(_ columns: [String]) throws {
        try writeLine(columns.map(escaped))
        try writeLine(columns.map { _ in "---" })
    }

    func row(_ cells: [Cell]) throws {
        try writeLine(cells.map { escaped($0.plainText) })
    }

    func end() {}

    private func writeLine(_ fields: [String]) throws {
        try write("| " + fields.joined(separator: " | ") + " |\n")
    }

    /// What would end the cell or the row, or begin markup, made plain.
    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "|", "\\", "`", "*", "<", "[": result += "\\\(character)"
            case "\n", "\r\n", "\r": result += "<br>"
            default: result.append(character)
            }
        }
        return result
    }
}
