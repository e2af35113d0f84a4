import Coordinator
import Foundation
import SweepModel
import SweepStore
import Testing

@Suite("A plan that is extended by further replicates of its best")
struct ExtendTests {
    private let sample: Sample

    init() throws { sample = try Sample() }

    private let rates = [0.1, 0.01, 0.001]

    /// A sweep of three configurations in two replicates, run so that the second is best (0.25),
    /// then the third (0.5), then the first (1).
    private func finishedPlan() throws -> SweepEntry {
        let entry = try entry(rates: rates, replicates: 2)
        try sample.store.insert(entry, at: 1)
        try sample.registerWorker()
        for (configuration, fold) in [2.0, 1.25, 1.5].enumerated() {
            for replicate in 0..<2 {
                try sample.finish(
                    entry.trial(configuration, replicate), estimates: [28 * fold, 112])
            }
        }
        return entry
    }

    /// The id of a trial behind the plan.
    private func trial(_ entry: SweepEntry, _ configuration: Int, _ replicate: Int) -> TrialID {
        PlannedTrial(
            configuration: entry.plan.configurations[configuration], replicate: replicate,
            seed: entry.plan.seed, problemDigest: entry.problem.digest
        ).id
    }

    private func open() throws -> [TrialID] {
        try sample.store.runState(of: "tuning").open.map(\.id)
    }

    private let focus = PlanExtension.focus(Focus(replicates: 3, top: 2))
    private let confirmation = PlanExtension.confirmation(top: 1, replicates: 2)

    @Test func `the best of the plan get more, replicate by replicate`() throws {
        let entry = try finishedPlan()
        let receipt = try sample.store.extend(
            "tuning", by: .focus(Focus(replicates: 4, top: 2)))
        #expect(receipt == ExtensionReceipt(configurations: 2, added: 4, shared: 0))
        #expect(
            try open() == [
                trial(entry, 1, 2), trial(entry, 2, 2), trial(entry, 1, 3), trial(entry, 2, 3),
            ])
        let record = try sample.store.sweepRecord(named: "tuning")
        #expect(record.planned == 10 && record.dataSets == 4 && record.replicates == 2)
        #expect(
            try sample.rows("SELECT stage, count(*) FROM trials GROUP BY 1")
                == ["focus|4", "plan|6"])
    }

    @Test func `the same again adds nothing, a wider one only the rest`() throws {
        let entry = try finishedPlan()
        try sample.store.extend("tuning", by: focus)
        // Results of the focus have no part in its own choice.
        try sample.finish(trial(entry, 1, 2), .diverged)
        #expect(try sample.store.extend("tuning", by: focus).added == 0)
        let wider = PlanExtension.focus(Focus(replicates: 4, top: 9))
        #expect(
            try sample.store.extend("tuning", by: wider)
                == ExtensionReceipt(configurations: 3, added: 4, shared: 0))
    }

    @Test func `those focused on rank before all others`() throws {
        let entry = try finishedPlan()
        try sample.store.extend("tuning", by: focus)
        try sample.finish(trial(entry, 1, 2), .diverged)
        #expect(try sample.rows("SELECT rank FROM ranking").count == 2)
        try sample.finish(trial(entry, 2, 2), estimates: [28 * 3, 112])
        // 0.25, 0.25, ∞ before 0.5, 0.5, 2 before the plan's 1, 1.
        #expect(
            try sample.rows(
                "SELECT rank, configuration, replicates, recovery_error FROM ranking ORDER BY 1")
                == [1, 2, 0].enumerated().map { place, configuration in
                    "\(place + 1)|\(entry.plan.configurations[configuration].id)|"
                        + ["3|0.25", "3|0.5", "2|1.0"][place]
                })
        #expect(
            try sample.store.leadingTrialRecords(of: "tuning", configurations: 1).map(\.stage)
                == [.plan, .plan, .focus])
    }

    @Test func `a confirmation takes seeds that no choice has seen, and never ranks`() throws {
        let entry = try finishedPlan()
        try sample.store.extend("tuning", by: focus)
        for configuration in 1...2 {
            try sample.finish(trial(entry, configuration, 2), estimates: [28 * 1.25, 112])
        }
        let before = try sample.rows("SELECT * FROM ranking")
        #expect(try sample.store.extend("tuning", by: confirmation).added == 2)
        #expect(try open() == [trial(entry, 1, 3), trial(entry, 1, 4)])
        #expect(try sample.rows("SELECT * FROM confirmations") == [])
        try sample.finish(trial(entry, 1, 3), estimates: [28 * 2, 112])
        try sample.finish(trial(entry, 1, 4), estimates: [28, 112])
        #expect(try sample.rows("SELECT * FROM ranking") == before)
        #expect(
            try sample.rows("SELECT * FROM confirmations")
                == ["tuning|\(entry.plan.configurations[1].id)|1|3|0.25||2|2|1.0|"])
        #expect(
            try sample.store.confirmedTrialRecords(of: "tuning").map(\.stage)
                == [.plan, .plan, .focus, .confirmation, .confirmation])
        #expect(try sample.store.extend("tuning", by: confirmation).added == 0)
        #expect(
            try sample.store.extend("tuning", by: .confirmation(top: 1, replicates: 3)).added == 1)
    }

    @Test func `configurations that failed are not chosen`() throws {
        let entry = try entry(rates: [0.1, 0.01], replicates: 1)
        try sample.store.insert(entry, at: 1)
        try sample.registerWorker()
        try sample.finish(entry.trial(0, 0), .diverged)
        try sample.finish(entry.trial(1, 0), estimates: [28, 112])
        #expect(
            try sample.store.extend("tuning", by: focus)
                == ExtensionReceipt(configurations: 1, added: 2, shared: 0))
    }

    @Test func `an edited plan keeps them while it has their configuration`() throws {
        let first = try finishedPlan()
        try sample.store.extend("tuning", by: focus)
        try sample.finish(trial(first, 1, 2), estimates: [28, 112])
        let same = try sample.store.insert(first, at: 2)
        #expect(same.change == nil)
        #expect(try sample.store.sweepRecord(named: "tuning").planned == 8)
        let receipt = try sample.store.insert(
            try entry(rates: [0.1, 0.01, 0.5], replicates: 2), at: 3)
        #expect(receipt.change?.text == "+2 new, 4 kept, 2 no longer in the plan")
        #expect(
            try sample.rows("SELECT stage, status, count(*) FROM trials GROUP BY 1, 2")
                == [
                    "focus|dropped|1", "focus|succeeded|1", "plan|dropped|2", "plan|queued|2",
                    "plan|succeeded|4",
                ])
        // What had been dropped comes back with its results.
        try sample.store.insert(first, at: 4)
        #expect(try sample.store.extend("tuning", by: focus).added == 0)
        #expect(
            try sample.rows("SELECT stage, status, count(*) FROM trials GROUP BY 1, 2")
                == ["focus|queued|1", "focus|succeeded|1", "plan|dropped|2", "plan|succeeded|6"])
        #expect(try open() == [trial(first, 2, 2)])
    }

    @Test func `a trial that another sweep has finished is shared`() throws {
        let entry = try finishedPlan()
        var other = try SweepStoreTests.entry("other", rates: [0.01], replicates: 3)
        other.problem = entry.problem
        try sample.store.insert(other, at: 2)
        try sample.finish(trial(entry, 1, 2), estimates: [28, 112])
        #expect(
            try sample.store.extend("tuning", by: focus)
                == ExtensionReceipt(configurations: 2, added: 2, shared: 1))
        #expect(try open() == [trial(entry, 2, 2)])
    }
}
