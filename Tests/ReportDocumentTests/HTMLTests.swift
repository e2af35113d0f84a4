import ReportDocument
import TestSupport
import Testing

struct HTMLTests {
    private let page = Samples.document.html

    /// What the page says, without its style and script.
    private var body: String {
        let start = page.firstRange(of: "<header>")!.lowerBound
        return String(page[start..<page.firstRange(of: "<script>")!.lowerBound])
    }

    @Test func `a page reads as kept`() throws {
        try expectGolden(body, "Documents/sample.html")
    }

    @Test func `a page fetches nothing`() {
        #expect(page.contains("Content-Security-Policy\" content=\"default-src 'none'"))
        let addresses = page.matches(of: /https?:[^"' ]*/).map { String($0.output) }
        #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
        #expect(page.firstMatch(of: /src=|@import|url\((?!#)/) == nil)
    }

    @Test func `every id is one thing, and every reference finds it`() {
        let ids = page.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
        #expect(ids.count > 8)
        #expect(Set(ids).count == ids.count)
        let references =
            page.matches(of: /aria-labelledby="([^"]*)"/).flatMap { $0.1.split(separator: " ") }
            + page.matches(of: /href="#([^"]*)"/).map(\.1)
            + page.matches(of: /url\(#([^)]*)\)/).map(\.1)
        for reference in references { #expect(ids.contains(String(reference)), "\(reference)") }
    }

    @Test func `sections of one title have anchors of their own`() {
        let document = Document(
            title: "t", sections: [Section("Wall & time", []), Section("Wall – time", [])])
        #expect(document.html.contains("<h2 id=\"wall-time\">Wall &amp; time</h2>"))
        #expect(document.html.contains("<h2 id=\"wall-time-2\">"))
    }

    @Test func `words cannot break out`() {
        let evil = "</code></script><script>alert(1)</script>\" onload=\""
        let table = Table(caption: evil, columns: [.init(evil)], rows: [[.init(code: evil)]])
        let figure = Figure(
            id: "x", title: evil, description: evil, drawing: Samples.drawing, table: table,
            query: evil)
        let document = Document(
            title: evil, answer: [.quotation([Text(evil)]), .paragraph(.strong(Text(evil)))],
            sections: [
                Section(
                    evil,
                    [
                        .table(table), .figure(figure), .code(evil, language: evil),
                        .list([.code(evil)]),
                    ])
            ])
        #expect(!document.html.contains("<script>alert"))
        #expect(!document.html.contains("\" onload"))
    }
}
