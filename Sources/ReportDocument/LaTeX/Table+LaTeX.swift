extension Table {
    /// The table with the rules of booktabs; the best and what ties with it are bold.
    public var latex: String {
        let places = columns.map { $0.alignment == .left ? "l" : "r" }.joined()
        var text = "\\begin{center}\n"
        if !caption.isEmpty { text += "\(LaTeX.escaped(caption))\\\\[0.4em]\n" }
        text += "\\fitted{%\n\\begin{tabular}{\(places)}\n\\toprule\n"
        text += line(columns.map { LaTeX.escaped($0.title) }) + "\\midrule\n"
        for row in rows {
            text += line(
                row.map { LaTeX.words($0.mark == nil ? $0.text : .strong($0.text)) })
        }
        return text + "\\bottomrule\n\\end{tabular}}\n\\end{center}\n"
    }

    private func line(_ cells: [String]) -> String {
        cells.joined(separator: " & ") + " \\\\\n"
    }
}
