extension Document {
    /// The document as one HTML file that needs nothing else: pictures, style and script are in it.
    ///
    /// It can be read without the script, which sorts and filters tables, in black and white, in a
    /// narrow window and by a screen reader, and it fetches nothing.
    public var html: String {
        var renderer = HTMLRenderer()
        return renderer.page(self)
    }
}

/// Writes a document in HTML, counting what needs an id.
struct HTMLRenderer {
    private var tables = 0
    private var anchors: Set<String> = ["answer"]

    init() {}

    mutating func page(_ document: Document) -> String {
        let anchors = document.sections.map { anchor(for: $0.title) }
        var body = header(document)
        body += "<main>\n<section id=\"answer\" aria-label=\"The answer\">\n"
        body += blocks(document.answer.filter { !$0.isQuotation }) + "</section>\n"
        body += contents(document, anchors)
        for (section, anchor) in zip(document.sections, anchors) {
            body += "<section aria-labelledby=\"\(anchor)\">\n"
            body += "<h2 id=\"\(anchor)\">\(Markup.escaped(section.title))</h2>\n"
            body += blocks(section.blocks) + "</section>\n"
        }
        return head(document.title) + body + "</main>\n<script>\(PageScript.text)</script>\n"
            + "</body>\n</html>\n"
    }

    private func head(_ title: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; script-src 'unsafe-inline'">
        <title>\(Markup.escaped(title))</title>
        <style>\(PageStyle.sheet)\(SVGStyle.sheet)</style>
        </head>
        <body>
        <svg class="chart" width="0" height="0" aria-hidden="true" style="position:absolute">\
        <defs>\(SVGStyle.hatches)</defs></svg>

        """
    }

    /// The title with what was asked, ahead of the answer.
    private mutating func header(_ document: Document) -> String {
        "<header>\n<h1>\(Markup.escaped(document.title))</h1>\n"
            + blocks(document.answer.filter(\.isQuotation)) + "</header>\n"
    }

    private func contents(_ document: Document, _ anchors: [String]) -> String {
        guard anchors.count > 1 else { return "" }
        let items = zip(document.sections, anchors).map { section, anchor in
            "<li><a href=\"#\(anchor)\">\(Markup.escaped(section.title))</a></li>"
        }
        return "<nav aria-label=\"Contents\"><ul>\(items.joined())</ul></nav>\n"
    }

    private mutating func blocks(_ blocks: [Block]) -> String {
        var text = ""
        for block in blocks { text += html(block) }
        return text
    }

    private mutating func html(_ block: Block) -> String {
        switch block {
        case .paragraph(let text): "<p>\(HTMLRenderer.text(text))</p>\n"
        case .quotation(let lines):
            "<blockquote><p>\(lines.map(HTMLRenderer.text).joined(separator: "\n"))</p></blockquote>\n"
        case .list(let items):
            "<ul>\(items.map { "<li>\(HTMLRenderer.text($0))</li>" }.joined())</ul>\n"
        case .table(let table): html(table)
        case .figure(let figure): html(figure)
        case .code(let lines, _): HTMLRenderer.code(lines)
        }
    }

    private mutating func html(_ figure: Figure) -> String {
        let id = anchor(for: figure.id)
        var text =
            "<figure id=\"\(id)\">\n<figcaption><strong>\(Markup.escaped(figure.title)).</strong>"
        text += " \(Markup.escaped(figure.description))</figcaption>\n"
        text += "<div class=\"scroll\" role=\"region\" tabindex=\"0\""
        text += " aria-label=\"\(Markup.escaped(figure.title))\">"
        text += figure.drawing.svg(
            id: id, title: figure.title, description: figure.description, isStandalone: false)
        text += "</div>\n<details><summary>The numbers</summary>\n" + html(figure.table)
        if let query = figure.query { text += HTMLRenderer.code(SQLCommand.line(query)) }
        return text + "</details>\n</figure>\n"
    }

    static func code(_ lines: String) -> String {
        "<pre tabindex=\"0\"><code>\(Markup.escaped(lines))</code></pre>\n"
    }

    static func text(_ text: Text) -> String {
        text.runs.map { run in
            var words = Markup.escaped(run.unbroken)
            if run.isCode { words = "<code>\(words)</code>" }
            return run.isStrong ? "<strong>\(words)</strong>" : words
        }
        .joined()
    }

    /// Words as an anchor that nothing before has.
    private mutating func anchor(for words: String) -> String {
        let parts = words.lowercased().split { !("a"..."z" ~= $0 || "0"..."9" ~= $0) }
        let stem = parts.isEmpty ? "part" : parts.joined(separator: "-")
        var name = stem
        var count = 1
        while !anchors.insert(name).inserted {
            count += 1
            name = "\(stem)-\(count)"
        }
        return name
    }
}

extension HTMLRenderer {
    /// A table in a box of its own that scrolls where the window is narrow.
    private mutating func html(_ table: Table) -> String {
        tables += 1
        let caption = table.caption.isEmpty ? "Table \(tables)" : table.caption
        var text = "<div class=\"scroll\" role=\"region\" tabindex=\"0\""
        text += " aria-labelledby=\"table-\(tables)\">\n<table>\n"
        text += "<caption id=\"table-\(tables)\">\(Markup.escaped(caption))</caption>\n<thead><tr>"
        for column in table.columns {
            text += "<th scope=\"col\"\(HTMLRenderer.style(column, nil))>"
            text += "\(HTMLRenderer.text(Text(column.title)))</th>"
        }
        text += "</tr></thead>\n<tbody>\n"
        for row in table.rows {
            text += "<tr>"
            for (place, cell) in row.enumerated() {
                text += HTMLRenderer.html(cell, table.columns[place], isHeading: place == 0)
            }
            text += "</tr>\n"
        }
        return text + "</tbody>\n</table>\n</div>\n"
    }

    private static func html(_ cell: Table.Cell, _ column: Table.Column, isHeading: Bool) -> String
    {
        let tag = isHeading ? "th scope=\"row\"" : "td"
        let value = cell.value.map { $0.isNaN ? "" : " data-value=\"\(number($0))\"" } ?? ""
        let text = cell.mark == nil ? cell.text : .strong(cell.text)
        var words = HTMLRenderer.text(text)
        // In a narrow window a long heading would leave no room for what it heads.
        if isHeading, cell.text.plain.count > longHeading { words = "<span>\(words)</span>" }
        return "<\(tag)\(style(column, cell.mark))\(value)>\(words)</\(tag.prefix(2))>"
    }

    /// Letters of a row's heading from which on it takes several lines in a narrow window.
    private static let longHeading = 16

    /// As JavaScript reads it.
    private static func number(_ value: Double) -> String {
        value.isFinite ? value.description : value > 0 ? "Infinity" : "-Infinity"
    }

    private static func style(_ column: Table.Column, _ mark: Table.Mark?) -> String {
        var classes = column.alignment == .right ? ["right"] : []
        var title = ""
        switch mark {
        case .best: classes.append("best")
        case .tie:
            classes.append("tie")
            title = " title=\"cannot be told apart from the best\""
        case nil: break
        }
        return (classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\"") + title
    }
}

extension Block {
    fileprivate var isQuotation: Bool {
        if case .quotation = self { true } else { false }
    }
}
