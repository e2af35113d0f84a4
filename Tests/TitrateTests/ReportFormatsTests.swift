import Foundation
import TestSupport
import Testing

@Suite("Formats of a report")
struct ReportFormatsTests {
    @Test func `all formats come from the store, with every picture that they show`() throws {
        let sweep = try SweepFolder()
        try sweep.titrate("launch", "sweep.yaml")
        let result = try sweep.titrate(
            "report", "--formats", "markdown,csv,html,latex", "--output", "out")
        #expect(result.status == 0, "\(result.errors)")
        let out = sweep.folder.file("out")
        let names = ["decay.md", "decay.csv", "decay-trials.csv", "decay.html", "decay.tex"]
        for name in names {
            #expect(result.errors.contains("wrote out/\(name)"))
            #expect(try Data(contentsOf: out.appending(path: name)).count > 200)
        }
        let text = try String(contentsOf: out.appending(path: "decay.md"), encoding: .utf8)
        let pictures = text.matches(of: /!\[[^\]]*\]\(([^)]*)\)/).map { String($0.1) }
        #expect(pictures.contains("decay-figures/profiles.svg"))
        #expect(pictures.contains("decay-figures/learning-curves.svg"))
        for picture in pictures {
            let svg = try String(contentsOf: out.appending(path: picture), encoding: .utf8)
            #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
        }
    }

    @Test func `every query that a report prints gives rows`() throws {
        let sweep = try SweepFolder()
        #expect(try sweep.titrate("launch", "sweep.yaml").status == 0)
        #expect(try sweep.titrate("confirm", "--top", "1", "--replicates", "2").status == 0)
        #expect(try sweep.titrate("baseline", "decay").status == 0)
        #expect(try sweep.titrate("report").status == 0)
        let text = try String(contentsOf: sweep.folder.file("decay.md"), encoding: .utf8)
        let queries = text.matches(of: /titrate query "([^"]*)"/).map { String($0.1) }
        #expect(queries.count >= 10)
        for query in queries {
            let rows = try sweep.query(query).split(separator: "\n")
            #expect(rows.count > 1, "\(query)")
        }
    }

    @Test func `an unknown format is wrong usage`() throws {
        let sweep = try SweepFolder()
        let result = try sweep.titrate("report", "--formats", "markdown,pdf")
        #expect(result.status == 64)
        #expect(result.errors.contains("latex"))
    }

    @Test func `only what was asked for is written`() throws {
        let sweep = try SweepFolder()
        try sweep.titrate("launch", "sweep.yaml")
        #expect(try sweep.titrate("report", "--formats", "latex", "--output", "out").status == 0)
        let files = try FileManager.default.contentsOfDirectory(
            atPath: sweep.folder.file("out").path)
        #expect(files == ["decay.tex"])
    }
}
