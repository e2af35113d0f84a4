/// Comma-separated values (RFC 4180); lines end with a line feed alone.
public enum CSV {
    /// A row with its line break.
    public static func line(_ cells: some Sequence<String>) -> String {
        cells.map(quoted).joined(separator: ",") + "\n"
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\""
            + cell.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
