import Foundation
import ReportDocument
import Settings
import SweepModel
import SweepReport
import Testing

@Suite("Configurations that got further replicates")
struct ConfirmationTests {
    /// A trial whose unknown A is off by a factor.
    private func trial(
        layers: Int, _ replicate: Int, _ stage: TrialStage, fold: Double
    ) throws -> TrialRecord {
        var trial = try success(["layers": .integer(layers)], replicate, a: 10 * fold, b: 2)
        trial.stage = stage
        return trial
    }

    /// Layers 2 had luck in the plan (1.1) that the focus took back (1.3); layers 3 are worse in
    /// the plan (1.2); layers 4 were not focused on.
    private func trials() throws -> [TrialRecord] {
        var trials = [try trial(layers: 4, 0, .plan, fold: 1.25)]
        for (layers, folds) in [(2, [1.1, 1.3, 1.3]), (3, [1.2, 1.2, 1.5])] {
            for (replicate, fold) in folds.enumerated() {
                trials.append(
                    try trial(
                        layers: layers, replicate, replicate == 0 ? .plan : .focus, fold: fold))
            }
        }
        for (replicate, fold) in [1.4, 1.6, 1.5].enumerated() {
            trials.append(
                try trial(layers: 3, 3 + replicate, .confirmation, fold: fold))
        }
        return trials
    }

    private func report() throws -> Report {
        Report(sweep: sweep(replicates: 1, planned: 10), trials: try trials())
    }

    @Test func `those focused on rank first, by all replicates but confirming ones`() throws {
        let ranked = try report().configurations
        #expect(ranked.map(\.configuration.settings.layers) == [3, 2, 4])
        #expect(ranked.map(\.trials.count) == [3, 3, 1])
        #expect(ranked.map { ($0.score! * 1000).rounded() } == [200, 300, 250])
    }

    @Test func `fresh seeds stand beside what the choice went by`() throws {
        let confirmation = try #require(try report().confirmations.first)
        #expect(try report().confirmations.count == 1)
        #expect(confirmation.selected.rank == 1)
        #expect((confirmation.confirmed.score! * 1000).rounded() == 500)
        let row = try #require(
            try report().confirmationTable.plainText.split(separator: "\n").last)
        #expect(row.contains("20.0 %") && row.contains("50.0 %") && row.hasSuffix("3/3"))
    }

    @Test func `a report without them says nothing of them`() throws {
        let plain = Report(
            sweep: sweep(replicates: 1, planned: 1),
            trials: [try trial(layers: 4, 0, .plan, fold: 1.25)])
        #expect(plain.confirmations.isEmpty)
        #expect(!plain.markdown.contains("fresh seeds"))
        #expect(try report().markdown.contains("## Confirmed with fresh seeds"))
    }

    @Test func `the answer says what fresh seeds made of the best`() throws {
        let text = try report().markdown
        let first = try #require(text.range(of: "on 3 fresh seeds"))
        #expect(first.lowerBound < text.range(of: "## Ranking")!.lowerBound)
    }

    /// A fit of a replicate whose unknown A is off by a factor.
    private func fit(_ replicate: Int, fold: Double) -> BaselineRecord {
        BaselineRecord(
            replicate: replicate, outcome: "converged (step)", starts: 1, startsAtMinimum: 1,
            iterations: 3, cpuSeconds: 0.25,
            unknowns: [
                BaselineEstimate(
                    parameter: "A", estimate: 10 * fold, standardError: 0.1, bound: 0.1),
                BaselineEstimate(parameter: "B", estimate: 2, standardError: 0.1, bound: 0.1),
            ])
    }

    @Test
    func `classical methods are held against the best on the same data, fresh where there are`()
        throws
    {
        // Least squares is off by 10 % on the data of the choice, by 70 % on the fresh ones.
        let fits = (0..<6).map { fit($0, fold: $0 < 3 ? 1.1 : 1.7) }
        func row(_ baselines: [BaselineRecord]) throws -> String {
            let report = Report(
                sweep: sweep(replicates: 1, planned: 10), trials: try trials(),
                baselines: baselines)
            return try #require(
                report.markdown.split(separator: "\n").first { $0.hasPrefix("| least squares") }
                    .map(String.init))
        }
        #expect(try row(fits).contains(" 70.0 % "))
        #expect(try row(Array(fits.prefix(3))).contains(" 10.0 % "))
    }
}
