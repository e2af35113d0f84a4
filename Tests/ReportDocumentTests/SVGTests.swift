import ReportDocument
import TestSupport
import Testing

struct SVGTests {
    private let figure = Figure(
        id: "sample", title: "Error & time", description: "Lower is better.",
        drawing: Samples.drawing, table: Samples.table)

    @Test func `a picture reads as kept`() throws {
        try expectGolden(figure.svg, "Documents/sample.svg")
    }

    @Test func `a picture scales and can be read aloud`() {
        #expect(figure.svg.contains("viewBox=\"-12 -12 224 124\""))
        #expect(
            figure.svg.contains("role=\"img\" aria-labelledby=\"sample-title sample-description\""))
        #expect(figure.svg.contains("<title id=\"sample-title\">Error &amp; time</title>"))
        #expect(figure.svg.contains("<desc id=\"sample-description\">Lower is better.</desc>"))
    }

    @Test func `words cannot break the markup`() {
        var figure = figure
        figure.title = "</title><script>\u{0}\u{1B}[2J"
        #expect(figure.svg.contains("&lt;/title&gt;&lt;script&gt;[2J</title>"))
    }

    @Test func `lengths are rounded to tenths`() {
        #expect(figure.svg.contains("M0 90L200 90.1"))
        #expect(figure.svg.contains("L10 20.6"))
    }
}
