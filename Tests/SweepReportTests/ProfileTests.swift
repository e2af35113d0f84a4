import Foundation
import ReportDocument
import Settings
import SweepModel
import SweepReport
import Testing

@Suite("Concentration profiles")
struct ProfileTests {
    @Test func `exposure is the area by trapezoids and the first largest value`() throws {
        let points: [(time: Double, value: Double)] = [(0, 0), (1, 3), (2, 1), (3, 3)]
        let exposure = try #require(Exposure(points))
        #expect(exposure.area == 1.5 + 2 + 2)
        #expect(exposure.peak == 3 && exposure.peakTime == 1)
        #expect(Exposure([(time: 0, value: 1)]) == nil)
        #expect(Exposure([(time: 0, value: 1), (time: 1, value: .nan)]) == nil)
    }

    private func profiles(
        of report: Report, curves: [ConcentrationProfiles.Source: [Double]]
    ) throws -> ConcentrationProfiles {
        ConcentrationProfiles(
            trial: try #require(report.typicalTrials.first), timeUnit: "h", times: [0, 1, 2],
            observables: [
                ConcentrationProfiles.Observable(
                    name: "C", curves: curves,
                    data: [
                        .init(time: 1, value: 4, isHeldOut: false),
                        .init(time: 2, value: 2, isHeldOut: true),
                    ])
            ], misfit: 1.25, isMisfitStandardized: true)
    }

    private func report() throws -> Report {
        Report(
            sweep: sweep(planned: 3),
            trials: try (0..<3).map { replicate in
                try success(
                    ["layers": .integer(2)], replicate, a: [10, 11, 12][replicate], b: 2)
            })
    }

    /// Areas 4, 5 and 3, peaks 4 at 1, 4 at 2 and 3 at 1.
    @Test func `a report sets them beside the truth`() throws {
        var report = try report()
        report.profiles = try profiles(
            of: report, curves: [.truth: [0, 4, 0], .network: [0, 3, 4], .solution: [0, 3, 0]])
        let text = report.markdown
        #expect(text.contains("## Concentration profiles"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `C`") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(rows[0] == ["`C`", "the truth", "4.000", "", "4.000", "", "1.000", ""])
        #expect(
            rows[1] == [
                "`C`", "the network", "5.000", "+25.0 %", "4.000", "0 %", "2.000", "+1.00",
            ])
        #expect(
            rows[2] == [
                "`C`", "the equations at its estimates", "3.000", "-25.0 %", "3.000", "-25.0 %",
                "1.000", "0",
            ])
        #expect(
            rows[3] == [
                "`C`", "the 2 samples", "3.000", "-25.0 %", "4.000", "0 %", "1.000", "0",
            ])
        #expect(text.contains("the network at most 25.0 % in AUC and 0 % in Cmax"))
        #expect(text.contains("miss the trained data by 1.25 standard deviations of the noise"))
        #expect(report.document.figures.contains { $0.id == "profiles" })
    }

    @Test func `one legend stands for all charts`() throws {
        var report = try report()
        var profiles = try profiles(
            of: report, curves: [.truth: [0, 4, 0], .network: [0, 3, 4], .solution: [0, 3, 0]])
        var second = profiles.observables[0]
        second.name = "D"
        profiles.observables.append(second)
        report.profiles = profiles
        let html = report.document.html
        let start = try #require(html.firstRange(of: "aria-labelledby=\"profiles-title"))
        let picture = html[start.upperBound...].split(separator: "</svg>")[0]
        #expect(picture.matches(of: #/>C<|>D</#).count == 2)
        #expect(picture.matches(of: #/>the network</#).count == 1)
    }

    @Test func `without a truth there are no errors`() throws {
        var report = try report()
        report.profiles = try profiles(of: report, curves: [.solution: [0, 3, 0]])
        let text = report.markdown
        #expect(!text.contains("Errors against the truth"))
        #expect(text.contains("Its network was not kept"))
    }

    @Test func `the typical trial is the one nearest to the median`() throws {
        // Fold errors of 0, 10 and 20 %: the upper median is that of replicate 1.
        let trials = try report().typicalTrials
        #expect(trials.first?.replicate == 1 && trials.count == 3)
    }
}
