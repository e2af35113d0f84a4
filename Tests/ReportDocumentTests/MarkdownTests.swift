import ReportDocument
import TestSupport
import Testing

struct MarkdownTests {
    @Test func `a document reads as kept`() throws {
        try expectGolden(
            Samples.document.markdown(figures: "sample-figures"), "Documents/sample.md")
    }

    @Test func `plain words are never markup`() {
        let document = Document(
            title: "a*b", answer: [.paragraph("<script> `x` [y](z) \\ \(code: "a`b") \(code: "*")")]
        )
        #expect(
            document.markdown(figures: "f")
                == "# a\\*b\n\n\\<script> \\`x\\` \\[y](z) \\\\ `` a`b `` `*`\n")
    }
}
