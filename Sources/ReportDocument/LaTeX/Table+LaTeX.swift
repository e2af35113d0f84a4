extension Table {
    /// Rows that fit a page; of a longer table the first ones are printed, and the others counted.
    private static let pageRows = 36

    /// The table with the rules of booktabs; the best and what ties with it are bold.
    public var latex: String {
        let places = columns.map { $0.alignment == .left ? "l" : "r" }.joined()
        var text = "\\begin{center}\n"
        if !caption.isEmpty { text += "\(LaTeX.escaped(caption))\\\\[0.4em]\n" }
        text += "\\fitted{%\n\\begin{tabular}{\(places)}\n\\toprule\n"
        text += line(columns.map { LaTeX.escaped($0.title) }) + "\\midrule\n"
        for row in rows.prefix(Table.pageRows) {
            text += line(
                row.map { LaTeX.words($0.mark == nil ? $0.text : .strong($0.text)) })
        }
        text += "\\bottomrule\n\\end{tabular}}\n"
        let hidden = rows.count - Table.pageRows
        if hidden > 0 { text += "\\\\[0.4em]\n\(hidden) further rows left out\n" }
        return text + "\\end{center}\n"
    }

    private func line(_ cells: [String]) -> String {
        cells.joined(separator: " & ") + " \\\\\n"
    }
}
