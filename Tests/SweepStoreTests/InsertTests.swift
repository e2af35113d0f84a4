import Coordinator
import SweepModel
import SweepStore
import Testing

@Suite struct InsertTests {
    private let sample: Sample

    init() throws { sample = try Sample() }

    @Test func `the same plan again goes on, with new limits and texts`() throws {
        #expect(
            try sample.store.insert(entry(), at: 1)
                == SweepReceipt(isNew: true, trials: 6, shared: 0))
        let again = try entry(limits: Limits(seconds: 9, retries: 1), description: "slower")
        #expect(
            try sample.store.insert(again, at: 2)
                == SweepReceipt(isNew: false, trials: 6, shared: 0))
        let record = try sample.store.sweepRecord(named: "tuning")
        #expect(record.limits == Limits(seconds: 9, retries: 1))
        #expect(record.description == "slower")
        #expect(record.createdAt == "1970-01-01T00:00:00.001Z")
        #expect(try sample.rows("SELECT count(*) FROM trials") == ["6"])
    }

    @Test(arguments: [(UInt64(8), "abc"), (7, "abd")])
    func `other seeds and other data are another plan`(seed: UInt64, digest: String) throws {
        try sample.store.insert(entry(), at: 1)
        let receipt = try sample.store.insert(entry(seed: seed, digest: digest), at: 2)
        #expect(receipt.change == PlanDifference(new: 6, kept: 0, gone: 6))
        #expect(try sample.store.sweepRecord(named: "tuning").seed == seed)
    }

    @Test func `files come back byte for byte, and the largest seed too`() throws {
        let entry = try entry(seed: .max)
        try sample.store.insert(entry, at: 1)
        #expect(try sample.store.documents(of: "tuning") == entry.documents)
        #expect(try sample.store.sweepRecord(named: "tuning").seed == .max)
        #expect(
            try sample.store.plannedTrial(entry.trial(0, 1), of: "tuning").id == entry.trial(0, 1))
        #expect(try sample.rows("SELECT seed FROM sweeps") == ["18446744073709551615"])
    }

    @Test func `a trial that another sweep finished is shared, with a row for each`() throws {
        let first = try entry()
        try sample.store.insert(first, at: 1)
        try sample.registerWorker()
        try sample.finish(first.trial(0, 0), estimates: [56, 112])
        try sample.finish(first.trial(0, 1), .diverged)
        let receipt = try sample.store.insert(entry("wider", rates: [0.2, 0.1]), at: 2)
        #expect(receipt == SweepReceipt(isNew: true, trials: 6, shared: 2))
        #expect(
            try sample.rows(
                "SELECT sweep, status FROM trials WHERE trial = '\(first.trial(0, 0))' ORDER BY 1")
                == ["tuning|succeeded", "wider|succeeded"])
        let state = try sample.store.runState(of: "wider")
        #expect(state.counts == [.queued: 4, .succeeded: 1, .diverged: 1])
        #expect(state.best == 1)
    }

    @Test(arguments: [TrialStatus.timedOut, .outOfMemory, .crashed, .lost])
    func `what a limit or a crash ended runs again for a later sweep only`(
        status: TrialStatus
    ) throws {
        let first = try entry(replicates: 1)
        let trial = first.trial(0, 0)
        try sample.store.insert(first, at: 1)
        try sample.registerWorker()
        try sample.finish(trial, status)
        try sample.store.insert(entry("again", rates: [0.1], replicates: 1), at: 5)
        #expect(try sample.store.runState(of: "tuning").counts == [.queued: 1, status: 1])
        #expect(
            try sample.store.runState(of: "again").open == [OpenTrial(id: trial, attempt: 1)])
        try sample.finish(trial, attempt: 2, estimates: [28, 112], at: 9000)
        #expect(
            try sample.rows(
                """
                SELECT sweep, status, attempts, recovery_error, finished_at FROM trials
                WHERE trial = '\(trial)' ORDER BY sweep
                """) == [
                    "again|succeeded|2|0.0|1970-01-01T00:00:09.000Z",
                    "tuning|\(status.rawValue)|1||1970-01-01T00:00:02.000Z",
                ])
        #expect(try sample.store.trialRecords(of: "tuning")[0].estimates.isEmpty)
        #expect(try sample.store.trialRecords(of: "again")[0].estimates.count == 2)
    }
}
