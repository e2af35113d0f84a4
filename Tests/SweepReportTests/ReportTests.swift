import Settings
import SweepModel
import SweepReport
import TestSupport
import Testing

struct ReportTests {
    /// Two layers and two optimizers, three replicates, with failures of two kinds.
    private func trials() throws -> [TrialRecord] {
        var trials: [TrialRecord] = []
        for (place, layers) in [2, 3].enumerated() {
            for optimizer in ["adam", "adam+lbfgs"] {
                let settings: [String: SettingValue] = [
                    "layers": .integer(layers), "optimizer": .text(optimizer),
                    "lbfgs_steps": .integer(300), "steps": .integer(5000),
                ]
                let isLong = optimizer != "adam"
                for replicate in 0..<3 {
                    let off = (isLong ? 0.04 : 0.15) + Double(replicate + place) / 50
                    trials.append(
                        try success(
                            settings, replicate, a: 10 * (1 + off), b: 2 / (1 + off / 2),
                            data: isLong ? 1e-4 : 1e-3, cpu: isLong ? 20 : 12))
                }
            }
        }
        let last = trials.count - 1
        trials[last] = failed(trials[last], .diverged, "the loss is not finite after 12 steps")
        trials[0] = failed(trials[0], .outOfMemory, "over its limit of 1 GiB; raise limits|memory")
        return trials
    }

    private func failed(
        _ trial: TrialRecord, _ status: TrialStatus, _ cause: String
    ) -> TrialRecord {
        TrialRecord(
            id: trial.id, configuration: trial.configuration, replicate: trial.replicate,
            status: status, attempts: 3, cause: cause)
    }

    private func report(_ trials: [TrialRecord], shownRanks: Int = 20) -> Report {
        Report(sweep: sweep(planned: 12), trials: trials, shownRanks: shownRanks)
    }

    @Test func `a finished sweep reads as kept`() throws {
        let report = report(try trials())
        try expectGolden(report.markdown, "Reports/finished.md")
        #expect(report.markdown.hasSuffix("```\n"))
        try expectGolden(report.csv, "Reports/finished.csv")
        try expectGolden(report.topRanks(2), "Reports/finished-top.txt")
    }

    @Test func `the order of the rows does not matter`() throws {
        let trials = try trials()
        #expect(report(trials).markdown == report(trials.reversed()).markdown)
        #expect(report(trials).csv == report(trials.shuffled()).csv)
    }

    @Test func `ranks beyond those shown are counted`() throws {
        let text = report(try trials(), shownRanks: 3).markdown
        #expect(text.contains("1 further configuration in `sample.csv`"))
    }

    @Test func `an unfinished sweep says so first`() throws {
        var trials = try trials()
        trials[3].status = .running
        let lines = report(trials).markdown.split(separator: "\n")
        let first = try #require(lines.first { !$0.hasPrefix("#") && !$0.hasPrefix(">") })
        #expect(first.hasPrefix("**Unfinished:** 11 of 12 trials have ended"))
        #expect(first.contains("titrate resume sample"))
    }

    @Test func `a sweep not begun has a report too`() throws {
        let trials = try (0..<3).map { try queued(["layers": .integer(2)], $0) }
        let text = Report(sweep: sweep(planned: 3), trials: trials).markdown
        #expect(text.contains("No trial has ended yet."))
        #expect(text.contains("3 planned: 3 queued"))
    }

    @Test func `without a success there is no winner`() throws {
        let trials = try (0..<3).map {
            try failure(["layers": .integer(2)], $0, .diverged, "not finite")
        }
        let text = Report(sweep: sweep(planned: 3), trials: trials).markdown
        #expect(text.contains("No configuration is ranked above another"))
        #expect(text.contains("0 of 3 ended trials succeeded; 3 diverged."))
        #expect(text.contains("| diverged |      3 | not finite |"))
    }

    @Test func `a single configuration has nothing to beat`() throws {
        let trials = try (0..<3).map { try success(["layers": .integer(2)], $0, a: 11, b: 2) }
        let text = Report(sweep: sweep(planned: 3), trials: trials).markdown
        #expect(text.contains("It is the only configuration of the sweep."))
        #expect(!text.contains("## What matters"))
    }

    @Test func `without truth the report says what it ranks by`() throws {
        let trials = try [2, 4].map { layers in
            try success(
                ["layers": .integer(layers)], 0, a: 1, b: 2, holdout: 0.5 * Double(layers),
                hasTruth: false)
        }
        let text = Report(
            sweep: sweep(replicates: 1, planned: 2, truths: [nil, nil]), trials: trials
        ).markdown
        #expect(text.contains("is best, with a median held-out loss of 1.00"))
        #expect(text.contains("No unknown of this problem has a known truth"))
        #expect(text.contains("SELECT rank, configuration, loss_holdout"))
        #expect(text.contains("cannot tell luck from merit"))
    }

    @Test func `without truth and without held-out data there is nothing to rank by`() throws {
        let trials = try [2, 4].map { layers in
            try success(["layers": .integer(layers)], 0, a: 1, b: 2, hasTruth: false)
        }
        let text = Report(
            sweep: sweep(replicates: 1, planned: 2, truths: [nil, nil]), trials: trials
        ).markdown
        #expect(text.contains("**Nothing to rank by:**"))
    }

    @Test func `many values of an axis are shown in quarters`() throws {
        let trials = try (1...12).map {
            try success(["learning_rate": .real(Double($0) * 2e-3)], 0, a: 10 + Double($0), b: 2)
        }
        let text = Report(sweep: sweep(replicates: 1, planned: 12), trials: trials).markdown
        #expect(text.contains("0.002 – 0.006"))
        #expect(text.contains("0.02 – 0.024"))
    }

    @Test func `a quote in a name is doubled in the query`() throws {
        let trials = [try success(["layers": .integer(2)], 0, a: 11, b: 2)]
        let sweep = sweep(replicates: 1, planned: 1, name: "it's")
        #expect(Report(sweep: sweep, trials: trials).markdown.contains("sweep = 'it''s'"))
    }
}
