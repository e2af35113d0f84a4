import Foundation
import ReportDocument
import TestSupport
import Testing

struct LaTeXTests {
    @Test func `a document reads as kept`() throws {
        try expectGolden(Samples.document.latex, "Documents/sample.tex")
    }

    @Test func `what is markup elsewhere is words`() {
        let document = Document(
            title: "t", answer: [.paragraph("\\ { } $ & # _ % ~ ^ [a] *b* -- − ± ∞ é 日")])
        #expect(
            document.latex.contains(
                ##"""
                \textbackslash{} \{ \} \$ \& \# \_ \% \textasciitilde{} \textasciicircum{} {[}a{]} {*}b{*} -{}- $-$ $\pm$ $\infty$ é {[}U+65E5{]}
                """##))
    }

    private static let compiler = URL(filePath: "/usr/bin/pdflatex")

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: compiler.path)))
    func `it compiles`() throws {
        let folder = try TemporaryFolder()
        let every = String(String.UnicodeScalarView((0x20..<0x180).compactMap(Unicode.Scalar.init)))
        var document = Samples.document
        document.answer += [.paragraph("\(every) \(code: every)"), .code(every, language: "")]
        try folder.write(document.latex, to: "sample.tex")
        let result = try run(
            Self.compiler, ["-interaction=nonstopmode", "-halt-on-error", "sample.tex"],
            in: folder.url)
        #expect(result.status == 0, "\(result.output.suffix(2000))")
    }
}
