import Settings
import Statistics
import SweepModel
import SweepReport
import TestSupport
import Testing

struct CertaintyTests {
    /// Three numbers of layers: 2 and 3 as good as each other, 4 three times worse in every
    /// replicate; adam and adam+lbfgs, which halves the error.
    static func trials(_ replicates: Int, layers: [Int] = [2, 3, 4]) throws -> [TrialRecord] {
        try layers.flatMap { layers in
            try ["adam", "adam+lbfgs"].flatMap { optimizer in
                try (0..<replicates).map { replicate in
                    // The luck of the data, and a little of the configuration's own.
                    let luck = 1 + Double(replicate * 7 % 5) / 10
                    let own = 1 + Double((replicate * 3 + layers * layers) % 4) / 20
                    let off =
                        0.02 * luck * own * (layers == 4 ? 3 : 1) * (optimizer == "adam" ? 2 : 1)
                    return try success(
                        ["layers": .integer(layers), "optimizer": .text(optimizer)], replicate,
                        a: 10 * (1 + off), b: 2 * (1 + off / 4), data: 1e-3 / off)
                }
            }
        }
    }

    private func report(_ trials: [TrialRecord], tolerance: Double = 0.1) -> Report {
        Report(
            sweep: sweep(replicates: trials.count / 6, planned: trials.count), trials: trials,
            tolerance: tolerance)
    }

    private func column(_ name: String, of report: Report) throws -> [String] {
        let rows = report.csv.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let place = try #require(rows[0].firstIndex(of: name))
        return rows.dropFirst().map { $0[place] }
    }

    @Test func `a report of enough replicates reads as kept`() throws {
        let report = report(try Self.trials(8))
        try expectGolden(report.markdown, "Reports/certain.md")
        try expectGolden(report.trialsCSV, "Reports/certain-trials.csv")
    }

    @Test func `the group that cannot be told apart from the best is marked`() throws {
        let report = report(try Self.trials(8))
        let standings = try column("standing", of: report)
        #expect(standings == ["best", "tied", "worse", "worse", "worse", "worse"])
        let pValues = try column("p_worse_than_best", of: report).map { Double($0) }
        #expect(pValues[0] == nil)
        #expect(try #require(pValues[1]) > 0.05)
        #expect(pValues[2...].allSatisfy { $0! <= 0.05 && $0! >= 1.0 / 128 })
        #expect(report.markdown.contains("1 of 5 others cannot be told apart from it"))
    }

    @Test func `too few replicates tell nothing apart, and the report says how many it takes`()
        throws
    {
        let report = report(try Self.trials(5))
        #expect(
            try column("standing", of: report).dropFirst().allSatisfy { $0 == "too_few_replicates" }
        )
        #expect(report.markdown.contains("It takes 6 replicates at least."))
        #expect(report.markdown.contains("a p-value below 6.25 %"))
    }

    @Test func `a median has an interval that states its level`() throws {
        let few = report(try Self.trials(3)).configurations[0]
        let interval = try #require(few.interval)
        #expect(few.spread == interval.lowest...interval.highest)
        #expect(abs(interval.level - 0.75) < 1e-12)
        let report = report(try Self.trials(8))
        #expect(report.markdown.contains("interval (99.2 %)"))
        #expect(
            try column("interval_level", of: report).allSatisfy {
                abs(Double($0)! - 0.9921875) < 1e-12
            })
    }

    @Test func `a failure reaches the upper end of the interval`() throws {
        var trials = try Self.trials(3)
        trials[0] = try failure(
            ["layers": .integer(2), "optimizer": .text("adam")], 0, .diverged, "not finite")
        let summary = try #require(report(trials).configurations.first { $0.succeeded == 2 })
        #expect(summary.interval?.highest == .infinity)
    }

    @Test func `what counts as recovered is settable`() throws {
        let trials = try Self.trials(3)
        #expect(try column("within_tolerance", of: report(trials)).first == "3")
        let strict = report(trials, tolerance: 0.001)
        #expect(try column("within_tolerance", of: strict).first == "0")
        #expect(strict.markdown.contains("within 0.10 %"))
    }
}
