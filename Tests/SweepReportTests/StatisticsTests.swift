import Settings
import SweepModel
import SweepReport
import Testing

struct StatisticsTests {
    private let two = ["layers": SettingValue.integer(2)]
    private let four = ["layers": SettingValue.integer(4)]

    @Test func `a configuration's numbers are those worked out by hand`() throws {
        // Errors: max(12/10, 2/2) − 1 = 0.2; max(10/9, 1) − 1 = 1/9; max(1, 2.1/2) − 1 = 0.05.
        let trials = [
            try success(two, 0, a: 12, b: 2, holdout: 4, cpu: 10),
            try success(two, 1, a: 9, b: 2, holdout: 2, cpu: 30),
            try success(two, 2, a: 10, b: 2.1, holdout: 3, cpu: 20),
        ]
        let report = Report(sweep: sweep(planned: 3), trials: trials)
        let summary = try #require(report.configurations.first)
        #expect(report.yardstick == .recoveryError)
        #expect(summary.rank == 1)
        #expect(abs(try #require(summary.score) - 1.0 / 9) < 1e-12)
        let spread = try #require(summary.spread)
        #expect(abs(spread.lowerBound - 0.05) < 1e-12 && abs(spread.upperBound - 0.2) < 1e-12)
        #expect(summary.recovered == 1)
        // Of +0.2, −0.1 and 0 the middle one by size is −0.1; of 0, 0 and 0.05 it is 0.
        let errors = summary.relativeErrors.compactMap { $0 }
        #expect(errors.count == 2 && abs(errors[0] + 0.1) < 1e-12 && errors[1] == 0)
        #expect(summary.holdoutLoss == 3)
        #expect(summary.cpuSeconds == 20)
        #expect(summary.peakMemoryBytes == 22 << 20)
    }

    @Test func `of two replicates the worse counts, and a failed one is infinite`() throws {
        let trials = [
            try success(two, 0, a: 11, b: 2), try success(two, 1, a: 12, b: 2),
            try success(four, 0, a: 10, b: 2),
            try failure(four, 1, .diverged, "the loss is not finite"),
        ]
        let report = Report(sweep: sweep(replicates: 2, planned: 4), trials: trials)
        #expect(report.configurations.map(\.configuration.settings.layers) == [2, 4])
        #expect(abs(try #require(report.configurations[0].score) - 0.2) < 1e-12)
        #expect(report.configurations[1].score == .infinity)
        #expect(report.configurations[1].rank == 2)
        #expect(report.configurations[1].spread == 0...0)
        #expect(report.configurations[1].succeeded == 1)
    }

    @Test func `one failure in three leaves the larger of the others as the median`() throws {
        let trials = [
            try success(two, 0, a: 11, b: 2), try success(two, 1, a: 13, b: 2),
            try failure(two, 2, .crashed, "killed by signal 11"),
        ]
        let report = Report(sweep: sweep(planned: 3), trials: trials)
        #expect(abs(try #require(report.configurations[0].score) - 0.3) < 1e-12)
    }

    @Test func `ties go by configuration id`() throws {
        let trials = try (1...6).map { try success(["layers": .integer($0)], 0, a: 11, b: 2) }
        let ids = Report(sweep: sweep(replicates: 1, planned: 6), trials: trials)
            .configurations.map(\.configuration.id)
        #expect(ids == ids.sorted())
    }

    @Test func `a configuration with a replicate to come has no rank and stands last`() throws {
        let trials = [
            try success(two, 0, a: 10, b: 2), try queued(two, 1),
            try success(four, 0, a: 15, b: 2), try success(four, 1, a: 15, b: 2),
        ]
        let report = Report(sweep: sweep(replicates: 2, planned: 4), trials: trials)
        #expect(report.configurations.map(\.configuration.settings.layers) == [4, 2])
        #expect(report.configurations.map(\.rank) == [1, nil])
        #expect(report.configurations[1].score == nil)
    }

    @Test func `trials no longer in the plan are left out`() throws {
        let trials = [
            try success(two, 0, a: 10, b: 2),
            try failure(four, 0, .dropped, "no longer in the plan"),
        ]
        let report = Report(sweep: sweep(replicates: 1, planned: 1), trials: trials)
        #expect(report.configurations.count == 1)
    }

    @Test func `without a known truth the held-out loss ranks`() throws {
        let trials = [
            try success(two, 0, a: 10, b: 2, holdout: 5, hasTruth: false),
            try success(four, 0, a: 99, b: 9, holdout: 1, hasTruth: false),
        ]
        let report = Report(
            sweep: sweep(replicates: 1, planned: 2, truths: [nil, nil]), trials: trials)
        #expect(report.yardstick == .holdoutLoss)
        #expect(report.configurations.map(\.configuration.settings.layers) == [4, 2])
        #expect(report.configurations[0].recovered == nil)
    }
}
