/// Comma-separated values (RFC 4180) with a header; NULL is an empty field, "" an empty text.
final class CSVRenderer: RowRenderer {
    private let write: (String) throws -> Void

    init(_ write: @escaping (String) throws -> Void) {
        self.write = write
    }

    func begin(_ columns: [String]) throws {
        try write(columns.map { quoted($0) }.joined(separator: ",") + "\n")
    }

    func row(_ cells: [Cell]) throws {
        let fields = cells.map { cell in
            if case .text(let text) = cell { quoted(text) } else { cell.plainText }
        }
        try write(fields.joined(separator: ",") + "\n")
    }

    func end() {}

    private func quoted(_ text: String) -> String {
        let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D]  // quote, comma, line feed, return
        let isPlain = !text.isEmpty && !text.utf8.contains(where: special.contains)
        return isPlain
            ? text
            : "\""
                + text.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"") + "\""
    }
}
