extension Document {
    /// The document in LaTeX, with booktabs tables; it compiles by itself with pdflatex.
    ///
    /// A table can be copied out as it stands into a paper that uses the packages `booktabs` and
    /// `graphicx`. Pictures stand there by their tables.
    public var latex: String {
        var text = """
            \\documentclass[a4paper,landscape]{article}
            \\usepackage[T1]{fontenc}
            \\usepackage[utf8]{inputenc}
            \\usepackage[margin=15mm]{geometry}
            \\usepackage{booktabs}
            \\usepackage{graphicx}
            % Wide tables shrink to the width of the text.
            \\newcommand{\\fitted}[1]{\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{#1}}
            \\setlength{\\parindent}{0pt}
            \\setlength{\\parskip}{0.6em}
            \\begin{document}
            \\title{\(LaTeX.escaped(title))}
            \\date{}
            \\maketitle

            """
        text += answer.map(LaTeX.text).joined()
        for section in sections {
            text += "\n\\section*{\(LaTeX.escaped(section.title))}\n"
            text += section.blocks.map(LaTeX.text).joined()
        }
        return text + "\\end{document}\n"
    }
}

/// Writes blocks in LaTeX.
enum LaTeX {
    static func text(_ block: Block) -> String {
        switch block {
        case .paragraph(let text): "\n\(words(text))\n"
        case .quotation(let lines):
            "\n\\begin{quote}\n\(lines.map(words).joined(separator: "\\\\\n"))\n\\end{quote}\n"
        case .list(let items):
            "\n\\begin{itemize}\n\(items.map { "\\item \(words($0))\n" }.joined())\\end{itemize}\n"
        case .table(let table): "\n" + table.latex
        case .figure(let figure):
            "\n\(words("\(strong: Text(figure.title)). \(figure.description)"))\n\n"
                + figure.table.latex
        case .code(let lines, _):
            "\n\\begin{quote}\\ttfamily\\small\\raggedright\n"
                + lines.split(separator: "\n").map { escaped(String($0)) }
                .joined(separator: "\\\\\n") + "\n\\end{quote}\n"
        }
    }

    static func words(_ text: Text) -> String {
        text.runs.map { run in
            var words = escaped(run.unbroken)
            if run.isCode { words = "\\texttt{\(words)}" }
            return run.isStrong ? "\\textbf{\(words)}" : words
        }
        .joined()
    }

    /// The words with what would be markup escaped, and with commands for what pdflatex has no
    /// letter for.
    static func escaped(_ words: String) -> String {
        var result = ""
        var last: Unicode.Scalar?
        for scalar in words.unicodeScalars {
            // Two hyphens would become a dash.
            if scalar == "-", last == "-" { result += "{}" }
            last = scalar
            if let command = commands[scalar] {
                result += command
            } else if scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value {
                result += " "
            } else if scalar.value < 0x180, !absent.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "{[}U+\(String(scalar.value, radix: 16, uppercase: true)){]}"
            }
        }
        return result
    }

    /// Latin letters that the font encoding T1 lacks.
    private static let absent: Set<Unicode.Scalar> = ["Ħ", "ħ", "ĸ", "Ŀ", "ŀ", "ŉ", "Ŧ", "ŧ", "ſ"]

    private static let commands: [Unicode.Scalar: String] = [
        "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#",
        "_": "\\_", "%": "\\%", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
        // Behind the end of a line these would be its arguments.
        "[": "{[}", "]": "{]}", "*": "{*}",
        "`": "\\textasciigrave{}", "\"": "\\textquotedbl{}", "'": "\\textquotesingle{}",
        "–": "--", "—": "---", "…": "\\ldots{}", "’": "'", "‘": "`", "“": "``", "”": "''",
        "\u{A0}": "~", "\u{202F}": "\\,", "\u{2009}": "\\,",
        "−": "$-$", "±": "$\\pm$", "×": "$\\times$", "·": "$\\cdot$", "∞": "$\\infty$",
        "≤": "$\\le$", "≥": "$\\ge$", "≈": "$\\approx$", "→": "$\\to$", "√": "$\\surd$",
        "²": "$^2$", "³": "$^3$", "⁻": "$^-$", "¹": "$^1$", "µ": "$\\mu$", "μ": "$\\mu$",
        "ρ": "$\\rho$", "σ": "$\\sigma$", "θ": "$\\theta$", "α": "$\\alpha$", "β": "$\\beta$",
        "λ": "$\\lambda$", "τ": "$\\tau$", "Δ": "$\\Delta$", "χ": "$\\chi$",
    ]
}
