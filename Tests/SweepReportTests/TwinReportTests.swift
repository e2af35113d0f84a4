import Settings
import SweepModel
import SweepReport
import Testing

@Suite("A report beside its twin")
struct TwinReportTests {
    /// On the data layers 2 rank before 3 before 4, by what is held out; on the twin 3 is best.
    private func report(twin: Bool) throws -> Report {
        var report = Report(
            sweep: sweep(replicates: 1, planned: 3, truths: [nil, nil], name: "measured"),
            trials: try [2, 3, 4].map { layers in
                try success(
                    ["layers": .integer(layers)], 0, a: 10, b: 2, holdout: Double(layers),
                    hasTruth: false)
            })
        guard twin else { return report }
        report.twin = TwinResults(
            Report(
                sweep: sweep(replicates: 1, planned: 3, name: "measured-twin"),
                trials: try [(2, 1.5), (3, 1.1), (4, 1.2)].map { layers, fold in
                    try success(["layers": .integer(layers)], 0, a: 10 * fold, b: 2)
                }))
        return report
    }

    @Test func `says which configuration recovers the twin's truth`() throws {
        let text = try report(twin: true).markdown
        #expect(text.contains("## Which configuration to trust"))
        #expect(
            text.contains("(layers 3) recovers it best, with a median recovery error of 10.0 %"))
        #expect(text.contains("The one that ranks first on the data has 50.0 % there."))
        #expect(text.contains("a rank correlation of -0.50"), "\(text)")
    }

    @Test func `says nothing of a twin that there is not`() throws {
        #expect(try !report(twin: false).markdown.contains("twin"))
    }
}
