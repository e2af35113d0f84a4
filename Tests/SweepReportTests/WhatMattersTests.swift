import Settings
import SweepModel
import SweepReport
import Testing

struct WhatMattersTests {
    private func text(_ trials: [TrialRecord], replicates: Int = 3) -> String {
        Report(sweep: sweep(replicates: replicates, planned: trials.count), trials: trials).markdown
    }

    @Test func `the setting that makes the most of the differences is named`() throws {
        // layers multiplies errors by 3 or 1, the optimizer by 2 or 1: log10 3 is 0.477, and its
        // part of the variance 0.477²·2/9 = 0.0506 beside 0.301²/4 = 0.0227.
        let text = text(try CertaintyTests.trials(3))
        #expect(text.contains("**`layers` matters most:** alone it makes 69 % of the differences"))
        #expect(text.contains("`optimizer` 31 %"))
        #expect(text.contains("The shares are exact for this grid"))
    }

    @Test func `changes are read off pairs that differ in nothing else`() throws {
        let text = text(try CertaintyTests.trials(3))
        #expect(
            text.contains(
                "**All else equal,** changing `layers` from 4 to 2 lowers the error in 2 of 2 pairs"
            ))
        #expect(
            text.contains("| optimizer | adam | adam+lbfgs |     3 |       3/3 |       0.500 |"))
    }

    @Test func `a grid with holes is filled in by a forest, which says how well`() throws {
        let trials = try CertaintyTests.trials(3, layers: [2, 3, 4, 5, 6, 7])
        let missing = try #require(trials.last).configuration
        let text = text(trials.filter { $0.configuration != missing })
        #expect(text.contains("random forest of 48 trees"))
        #expect(text.contains("of the variance in configurations that it has not seen"))
    }

    @Test func `a setting without a difference in error matters nothing`() throws {
        let trials = try [2, 3].flatMap { layers in
            try (0..<3).map { try success(["layers": .integer(layers)], $0, a: 11, b: 2) }
        }
        #expect(text(trials).contains("All configurations have the same error"))
    }

    @Test func `a few configurations that are no grid are not called equal`() throws {
        let points: [(String, Int, Double)] = [("tanh", 2, 11), ("sin", 3, 12), ("swish", 4, 15)]
        let trials = try points.flatMap { activation, layers, a in
            try (0..<3).map {
                try success(
                    ["activation": .text(activation), "layers": .integer(layers)], $0, a: a, b: 2)
            }
        }
        let text = text(trials)
        #expect(!text.contains("no setting matters"))
        #expect(text.contains("no grid are too few to tell") || text.contains("matters most:"))
    }

    @Test func `an interplay is shown as a table of both settings`() throws {
        // Either change alone does nothing; both together make the error ten times smaller.
        let trials = try [2, 3].flatMap { layers in
            try ["tanh", "swish"].flatMap { activation in
                try (0..<3).map { replicate in
                    let off = layers == 3 && activation == "swish" ? 0.01 : 0.1
                    return try success(
                        ["layers": .integer(layers), "activation": .text(activation)], replicate,
                        a: 10 * (1 + off), b: 2)
                }
            }
        }
        let text = text(trials)
        #expect(text.contains("`layers` with `activation` 33 %"))
        #expect(text.contains("| layers | activation swish | activation tanh |"))
    }

    @Test func `criteria without truth are judged by what they would have chosen`() throws {
        // The data loss falls as the error grows: it chooses the worst.
        let text = text(try CertaintyTests.trials(3))
        #expect(text.contains("## Without the truth"))
        let row = try #require(
            text.split(separator: "\n").first { $0.hasPrefix("| data loss") })
        #expect(row.contains("-1"))
        let unknown = try (2...5).flatMap { layers in
            try (0..<3).map {
                try success(
                    ["layers": .integer(layers)], $0, a: 11, b: 2, holdout: 0.5, hasTruth: false)
            }
        }
        let without = Report(
            sweep: sweep(planned: 12, truths: [nil, nil]), trials: unknown
        ).markdown
        #expect(!without.contains("## Without the truth"))
    }

    @Test func `the misfit of the solutions is judged where it was found out`() throws {
        let trials = try CertaintyTests.trials(3)
        var report = Report(sweep: sweep(planned: trials.count), trials: trials)
        #expect(!report.markdown.contains("misfit of the equations"))
        // As the errors themselves: it chooses the best.
        for trial in trials { report.misfits[trial.id] = trial.recoveryError }
        let row = try #require(
            report.markdown.split(separator: "\n").first {
                $0.hasPrefix("| misfit of the equations' solution")
            })
        #expect(row.contains("**1.00**"), "\(row)")
    }
}
