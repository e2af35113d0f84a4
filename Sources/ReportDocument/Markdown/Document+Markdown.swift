extension Document {
    /// The document in Markdown, as GitHub reads it.
    ///
    /// - Parameter figures: The folder of the pictures' files, `figures/ID.svg`, as seen from the
    ///   document.
    public func markdown(figures folder: String) -> String {
        let renderer = MarkdownRenderer(folder: folder)
        var text = "# \(MarkdownRenderer.text(Text(title)))\n\n" + renderer.text(answer)
        for section in sections {
            text +=
                "\n## \(MarkdownRenderer.text(Text(section.title)))\n\n"
                + renderer.text(section.blocks)
        }
        return text
    }
}

/// Writes the blocks of a document in Markdown.
struct MarkdownRenderer {
    let folder: String

    /// The blocks, an empty line between them.
    func text(_ blocks: [Block]) -> String {
        blocks.map(text).joined(separator: "\n")
    }

    private func text(_ block: Block) -> String {
        switch block {
        case .paragraph(let text): MarkdownRenderer.text(text) + "\n"
        case .quotation(let lines):
            lines.map { "> \(MarkdownRenderer.text($0))\n" }.joined()
        case .list(let items):
            items.map { "- \(MarkdownRenderer.text($0))\n" }.joined()
        case .table(let table): table.markdown
        case .figure(let figure): text(figure)
        case .code(let lines, let language): "```\(language)\n\(lines)\n```\n"
        }
    }

    /// The picture, what it shows, and its numbers folded away.
    private func text(_ figure: Figure) -> String {
        var text = "![\(MarkdownRenderer.text(Text(figure.title)))](\(folder)/\(figure.id).svg)\n\n"
        text += MarkdownRenderer.text("\(strong: Text(figure.title)). \(figure.description)")
        text += "\n\n<details><summary>The numbers</summary>\n\n" + figure.table.markdown
        if let query = figure.query {
            text += "\n```sh\n\(SQLCommand.line(query))\n```\n"
        }
        return text + "\n</details>\n"
    }

    static func text(_ text: Text) -> String {
        var result = ""
        var isStrong = false
        for run in text.runs {
            if run.isStrong != isStrong { result += "**" }
            isStrong = run.isStrong
            result += run.isCode ? code(run.words) : escaped(run.words)
        }
        return result + (isStrong ? "**" : "")
    }

    /// A backtick inside needs two around.
    private static func code(_ words: String) -> String {
        words.contains("`") ? "`` \(words) ``" : "`\(words)`"
    }

    private static func escaped(_ words: String) -> String {
        var result = ""
        for character in words {
            if "\\`*<[".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}

/// How a query is asked on a command line.
enum SQLCommand {
    static func line(_ query: String) -> String { "titrate query \"\(query)\"" }
}
