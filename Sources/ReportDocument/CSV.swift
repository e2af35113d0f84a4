/// Comma-separated values (RFC 4180); lines end with a line feed alone.
public enum CSV {
    /// A row with its line break.
    public static func line(_ cells: some Sequence<String>) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            if index > 0 { line += "," }
            line += quoted(cell)
        }
        return line + "\n"
    }

    /// Whether a byte never needs quotes around its cell; told faster than whether a character does.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"")
    }

    private static func quoted(_ cell: String) -> String {
        var bytes = cell
        if bytes.withUTF8({ $0.allSatisfy(isPlain) }) { return cell }
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\""
            + cell.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
