import Settings
import SweepModel
import SweepReport
import TestSupport
import Testing

struct ClassicalComparisonTests {
    /// A fit of A = 10 and B = 2 that is off by these factors, with bounds of 1 % and 4 %.
    private func fit(
        _ replicate: Int, a: Double = 1, b: Double = 1, bound: Double = 0.01
    ) -> BaselineRecord {
        BaselineRecord(
            replicate: replicate, outcome: "converged (gradient)", starts: 5, startsAtMinimum: 5,
            iterations: 6, cpuSeconds: 0.25,
            unknowns: [
                BaselineEstimate(
                    parameter: "A", estimate: 10 * a, standardError: 0.02, bound: bound),
                BaselineEstimate(
                    parameter: "B", estimate: 2 * b, standardError: 0.05, bound: 0.04),
            ])
    }

    /// A posterior whose medians are off by these factors, as wide as the bounds.
    private func posterior(
        _ replicate: Int, a: Double = 1, b: Double = 1, outcome: String = "converged"
    ) -> PosteriorRecord {
        PosteriorRecord(
            replicate: replicate, outcome: outcome, chains: 4, draws: 2400, evaluations: 4000,
            cpuSeconds: 2,
            unknowns: [
                PosteriorEstimate(parameter: "A", median: 10 * a, standardDeviation: 0.011),
                PosteriorEstimate(parameter: "B", median: 2 * b, standardDeviation: 0.042),
            ])
    }

    @Test func `a report says whether least squares is nearer, and what converged`() throws {
        let near = Report(
            sweep: sweep(planned: 6), trials: try trials(), baselines: (0..<3).map { fit($0) },
            posteriors: [
                posterior(0), posterior(1, outcome: "not converged: R-hat 1.2"),
                posterior(2, outcome: "not converged: R-hat 1.3"),
            ]
        ).markdown
        #expect(
            near.contains(
                "**Least squares is nearer to the truth here: a median recovery error of 0 % against"
                    + " 1.00 % of the best configuration.**"))
        #expect(near.contains("least squares converged for 3, the posterior's chains for 1 of 3"))
        #expect(
            near.contains(
                "In CPU time a data set costs least squares 0.250 s (5 starts), the posterior 2.00 s"
                    + " and the best configuration 12.0 s."))
        let far = Report(
            sweep: sweep(planned: 6), trials: try trials(),
            baselines: (0..<3).map { fit($0, a: 1.05) }
        ).markdown
        #expect(far.contains("It was chosen by that error from 2 configurations"))
        #expect(!far.contains("posterior"))
    }

    private func estimates(a: Double, b: Double) -> [Estimate] {
        [Estimate(parameter: "A", value: a), Estimate(parameter: "B", value: b)]
    }

    @Test func `the excess error is the largest distance in standard errors`() throws {
        // log 1.01 is 0.00995, of a bound of 0.01; log 1.08 is 0.07696, of a bound of 0.04.
        let excess = try #require(fit(0).excessError(of: estimates(a: 10.1, b: 2.16)))
        #expect(abs(excess - 1.92402603) < 1e-7)
        let other = try #require(fit(0, a: 1.01, b: 1.08).excessError(of: estimates(a: 10.1, b: 2)))
        #expect(abs(other - 1.92402603) < 1e-7)
        #expect(fit(0, a: 1.3, b: 0.7).excessError(of: estimates(a: 13, b: 1.4)) == 0)
    }

    @Test func `an estimate of the other sign is infinitely far`() {
        #expect(fit(0).excessError(of: estimates(a: -10, b: 2)) == .infinity)
        #expect(fit(0).excessError(of: estimates(a: 10, b: .nan)) == .infinity)
    }

    @Test func `without a bound the fit's own standard error counts`() throws {
        var fit = fit(0)
        fit.unknowns[0].bound = nil
        fit.unknowns[1].bound = nil
        let excess = try #require(fit.excessError(of: estimates(a: 10, b: 2.16)))
        #expect(abs(excess - 1.53922083) < 1e-7)
    }

    @Test func `what was not fitted has no excess error`() {
        var fit = fit(0)
        fit.unknowns[0].estimate = nil
        #expect(fit.excessError(of: estimates(a: 10, b: 2)) == nil)
        #expect(self.fit(0).excessError(of: [Estimate(parameter: "A", value: 10)]) == nil)
    }

    /// Two configurations: the first has the smaller recovery error by luck, the second lies on the
    /// fits, which are 5 % off.
    private func trials() throws -> [TrialRecord] {
        let (lucky, close): ([String: SettingValue], [String: SettingValue]) = (
            ["layers": .integer(2)], ["layers": .integer(3)]
        )
        return try (0..<3).flatMap { replicate in
            [
                try success(lucky, replicate, a: 10.1, b: 2),
                try success(close, replicate, a: 10.5 * 1.0005, b: 2, cpu: 3),
            ]
        }
    }

    @Test func `a report compares with least squares`() throws {
        let report = Report(
            sweep: sweep(planned: 6), trials: try trials(),
            baselines: (0..<3).map { fit($0, a: 1.05) },
            posteriors: (0..<3).map { posterior($0, a: 1.06) })
        try expectGolden(report.markdown, "Reports/classical.md")
        let answer = report.markdown.split(separator: "## Ranking")[0]
        for words in [
            "is below that of least squares, 5.00 %.",
            "standard errors below 1.00 % of A and 4.00 % of B", "`layers` matters most",
        ] { #expect(answer.contains(words), "\(words)") }
        let columns = report.csv.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let place = try #require(columns[0].firstIndex(of: "excess_error"))
        // log(10.1 / 10.5) = -0.03884, log 1.0005 = 0.00049988, of a bound of 0.01.
        #expect(abs(Double(columns[1][place])! - 3.88398) < 1e-5)
        #expect(abs(Double(columns[2][place])! - 0.049988) < 1e-6)
        #expect(report.configurations.map { $0.excess != nil } == [true, true])
    }

    @Test func `a failed replicate counts as infinitely far`() throws {
        var trials = try trials()
        for index in [1, 3] { trials[index].status = .diverged }
        let report = Report(
            sweep: sweep(planned: 6), trials: trials, baselines: (0..<3).map { fit($0) })
        let excess = try #require(report.configurations.last?.excess)
        #expect(excess.median == .infinity)
        #expect(excess.range.upperBound.isFinite)
    }

    @Test func `one replicate far off outweighs a smaller median`() throws {
        var trials = try trials()
        trials[5] = try success(["layers": .integer(3)], 2, a: 14, b: 2)
        let report = Report(
            sweep: sweep(planned: 6), trials: trials, baselines: (0..<3).map { fit($0, a: 1.05) })
        #expect(report.markdown.contains("(layers 2) comes closest to what the data allow"))
    }

    @Test func `data without noise make no configuration the closest`() throws {
        let report = Report(
            sweep: sweep(planned: 6), trials: try trials(),
            baselines: (0..<3).map { fit($0, bound: 1e-9) })
        #expect(!report.markdown.contains("comes closest to what the data allow"))
    }

    @Test func `data sets that were not fitted leave the comparison out`() throws {
        let report = Report(
            sweep: sweep(planned: 6), trials: try trials(), baselines: [fit(0), fit(1)])
        #expect(report.configurations.allSatisfy { $0.excess == nil })
        let without = Report(sweep: sweep(planned: 6), trials: try trials())
        #expect(without.markdown.contains("`titrate baseline sample` fits the same data"))
    }
}
