import ReportDocument
import Settings
import SweepModel
import SweepReport
import TestSupport
import Testing

struct ReportPicturesTests {
    /// Configurations of two axes with failures, three replicates each.
    private func trials(_ rates: Int = 4) throws -> [TrialRecord] {
        try (0..<rates).flatMap { rate in
            try ["tanh", "swish"].flatMap { activation in
                try (0..<3).map { replicate in
                    let settings: [String: SettingValue] = [
                        "learning_rate": .real(1e-4 * Double(rate + 1)),
                        "activation": .text(activation),
                    ]
                    if rate == 2, replicate == 0 {
                        return try failure(settings, replicate, .diverged, "not finite")
                    }
                    let off = 0.01 * Double(1 + (rate * 7 + replicate * 3) % 11)
                    return try success(
                        settings, replicate, a: 10 * (1 + off), b: 2, cpu: Double(2 + rate % 5))
                }
            }
        }
    }

    private func report(_ trials: [TrialRecord]) -> Report {
        var report = Report(sweep: sweep(planned: trials.count), trials: trials)
        for trial in report.curveTrials {
            report.curves[trial] = (0...500).map { step in
                CurvePoint(
                    step: step * 10,
                    losses: LossValues(
                        data: 1 / Double(step + 1), initial: 1e-3, residual: .nan, holdout: nil),
                    estimates: [10 + 5 / Double(step + 1), 2])
            }
        }
        if let trial = report.typicalTrials.first {
            report.profiles = ConcentrationProfiles(
                trial: trial, timeUnit: "h", times: [0, 1, 2, 3],
                observables: [
                    .init(
                        name: "C", curves: [.network: [0, 4, 3, 1], .truth: [0, 5, 3, 1]],
                        data: [
                            .init(time: 1, value: 4.8, isHeldOut: false),
                            .init(time: 2, value: 3.1, isHeldOut: true),
                        ])
                ], misfit: 1, isMisfitStandardized: true)
        }
        return report
    }

    @Test func `a report has all its pictures, each with its numbers`() throws {
        let figures = report(try trials()).document.figures
        #expect(
            Set(figures.map(\.id)) == [
                "estimates", "error-by-axis", "interactions", "best-configurations", "profiles",
                "learning-curves", "failures", "cost",
            ])
        for figure in figures {
            #expect(!figure.table.rows.isEmpty, "\(figure.id)")
            #expect(figure.drawing.height > 50, "\(figure.id)")
            #expect(figure.query?.hasPrefix("SELECT ") ?? true, "\(figure.id)")
        }
    }

    @Test func `one estimate that went astray leaves the others in view`() throws {
        var trials = try trials()
        let drawing = { (trials: [TrialRecord]) in
            self.report(trials).document.figures.first { $0.id == "estimates" }?.svg
        }
        let before = try #require(drawing(trials))
        let best = try #require(trials.indices.first { trials[$0].estimates[0].value < 10.2 })
        trials[best].estimates[0].value = 1e-12
        let after = try #require(drawing(trials))
        #expect(!before.contains("1e-12") && !after.contains("1e-1"))
        #expect(after.matches(of: /linejoin/).count == before.matches(of: /linejoin/).count + 1)
    }

    @Test func `the same rows give the same bytes`() throws {
        let trials = try trials()
        #expect(report(trials).document.html == report(trials.shuffled()).document.html)
        #expect(report(trials).document.latex == report(trials.reversed()).document.latex)
        #expect(report(trials).trialsCSV == report(trials.shuffled()).trialsCSV)
    }

    @Test func `a row a trial, in rank order`() throws {
        let report = report(try trials())
        let lines = report.trialsCSV.split(separator: "\n")
        #expect(lines.count == 1 + 24)
        #expect(lines[0].hasPrefix("rank,configuration,replicate,trial,status,attempts,"))
        #expect(lines[0].contains(",estimate_A,estimate_B,"))
        let best = report.configurations[0]
        #expect(
            lines[1].hasPrefix("1,\(best.configuration.id),0,\(best.trials[0].id),succeeded,1,"))
        #expect(
            lines.filter { $0.contains(",diverged,") && $0.hasSuffix(",not finite") }.count == 2)
    }

    @Test func `a large report stays small`() throws {
        let report = report(try trials(1000))
        #expect(report.document.html.utf8.count < 400_000)
        #expect(report.markdown.utf8.count < 100_000)
        for figure in report.document.figures {
            #expect(figure.svg.utf8.count < 150_000, "\(figure.id)")
        }
    }

    @Test func `a sweep not begun has no pictures`() throws {
        let trials = try (0..<3).map { try queued(["layers": .integer(2)], $0) }
        let report = Report(sweep: sweep(planned: 3), trials: trials)
        #expect(report.document.figures.isEmpty)
        #expect(report.curveTrials.isEmpty)
        #expect(report.typicalTrials.isEmpty)
    }
}
