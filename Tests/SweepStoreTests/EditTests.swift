import Coordinator
import SweepModel
import SweepStore
import Testing

@Suite("A sweep that is handed in again with another plan")
struct EditTests {
    private let sample: Sample

    init() throws { sample = try Sample() }

    private let outcomes = """
        SELECT trial, status, attempts, recovery_error FROM trials WHERE sweep = 'tuning'
        ORDER BY trial
        """

    @Test func `runs only what is new, and keeps every result`() throws {
        let first = try entry(rates: [0.1, 0.01], replicates: 1)
        try sample.store.insert(first, at: 1)
        try sample.registerWorker()
        try sample.finish(first.trial(0, 0), estimates: [56, 112])
        try sample.finish(first.trial(1, 0), estimates: [28, 112])
        let second = try entry(rates: [0.3, 0.01, 0.2], replicates: 1)
        let receipt = try sample.store.insert(second, at: 2)
        #expect(
            receipt
                == SweepReceipt(
                    isNew: false, trials: 3, shared: 0,
                    change: PlanDifference(new: 2, kept: 1, gone: 1)))
        #expect(receipt.change?.text == "+2 new, 1 kept, 1 no longer in the plan")
        let state = try sample.store.runState(of: "tuning")
        #expect(state.open.map(\.id) == [second.trial(0, 0), second.trial(2, 0)])
        #expect(state.counts == [.queued: 2, .succeeded: 1])
        #expect(
            try sample.rows(outcomes)
                == [
                    "\(first.trial(0, 0))|dropped|1|1.0", "\(first.trial(1, 0))|succeeded|1|0.0",
                    "\(second.trial(0, 0))|queued|0|", "\(second.trial(2, 0))|queued|0|",
                ].sorted())
        #expect(try sample.rows("SELECT count(*) FROM estimates") == ["4"])
        #expect(try sample.rows("SELECT recovery_error FROM ranking") == ["0.0"])
        #expect(try sample.store.sweepRecord(named: "tuning").planned == 3)
        let status = try sample.store.status(of: "tuning")
        #expect(status.dropped == 1 && status.ended == 1 && status.open == 2)
    }

    @Test func `gets back what it once had, as it was`() throws {
        let first = try entry(rates: [0.1, 0.01], replicates: 1)
        try sample.store.insert(first, at: 1)
        try sample.registerWorker()
        try sample.finish(first.trial(0, 0), .crashed)
        let before = try sample.rows(outcomes)
        try sample.store.insert(try entry(rates: [0.01], replicates: 1), at: 2)
        try sample.store.insert(try entry(rates: [0.5], replicates: 1), at: 3)
        let receipt = try sample.store.insert(first, at: 4)
        #expect(receipt.change == PlanDifference(new: 2, kept: 0, gone: 1))
        #expect(try sample.rows(outcomes + " LIMIT 9").filter { !$0.contains("dropped") } == before)
        #expect(try sample.store.runState(of: "tuning").open.map(\.id) == [first.trial(1, 0)])
    }

    @Test func `may have another problem, whose trials are told by its names`() throws {
        try sample.store.insert(try entry(replicates: 1), at: 1)
        var other = try entry(replicates: 1, digest: "abd")
        other.problem.unknowns.removeLast()
        let receipt = try sample.store.insert(other, at: 2)
        #expect(receipt.change == PlanDifference(new: 2, kept: 0, gone: 2))
        #expect(try sample.store.sweepRecord(named: "tuning").unknowns.map(\.name) == ["PSB"])
        #expect(try sample.rows("SELECT problem_hash FROM sweeps") == ["abd"])
    }

    @Test func `leaves a trial that another sweep has to that one`() throws {
        let first = try entry(rates: [0.1], replicates: 1)
        let trial = first.trial(0, 0)
        try sample.store.insert(first, at: 1)
        try sample.store.insert(try entry("wider", rates: [0.1], replicates: 1), at: 2)
        try sample.store.insert(try entry(rates: [0.2], replicates: 1), at: 3)
        try sample.registerWorker()
        try sample.finish(trial, estimates: [28, 112])
        #expect(
            try sample.rows(
                "SELECT sweep, status FROM trials WHERE trial = '\(trial)' ORDER BY sweep")
                == ["tuning|dropped", "wider|succeeded"])
        let detail = try sample.store.trialDetail(prefix: trial.text)
        #expect(detail.record.status == .succeeded)
        #expect(
            detail.sweeps == [
                TrialDetail.Membership(sweep: "tuning", isDropped: true),
                TrialDetail.Membership(sweep: "wider"),
            ])
    }

    @Test func `marks what another sweep had finished`() throws {
        let first = try entry(rates: [0.1, 0.01], replicates: 1)
        try sample.store.insert(first, at: 1)
        try sample.registerWorker()
        try sample.finish(first.trial(0, 0), estimates: [56, 112])
        try sample.store.insert(try entry("wider", rates: [0.1, 0.2], replicates: 1), at: 2)
        #expect(
            try sample.rows(
                "SELECT sweep, count(*), sum(reused) FROM trials GROUP BY sweep ORDER BY sweep")
                == ["tuning|2|0", "wider|2|1"])
        #expect(try sample.store.status(of: "wider").reused == 1)
        #expect(
            try sample.store.trialDetail(prefix: first.trial(0, 0).text).sweeps == [
                TrialDetail.Membership(sweep: "tuning"),
                TrialDetail.Membership(sweep: "wider", isReused: true),
            ])
    }

    @Test func `is deleted with all that only it has`() throws {
        let first = try entry(rates: [0.1, 0.01], replicates: 1)
        try sample.store.insert(first, at: 1)
        try sample.registerWorker()
        try sample.finish(first.trial(0, 0), estimates: [56, 112])
        try sample.finish(first.trial(1, 0), estimates: [28, 112])
        let wider = try entry("wider", rates: [0.1, 0.2], replicates: 1)
        try sample.store.insert(wider, at: 2)
        let kept = try sample.rows("SELECT * FROM trials WHERE sweep = 'wider' ORDER BY trial")
        #expect(
            try sample.store.deletion(of: "tuning")
                == SweepDeletion(trials: 1, tried: 1, shared: 1))
        #expect(try sample.store.delete("tuning") == [])
        try sample.store.reclaimSpace()
        #expect(
            try sample.rows("SELECT * FROM trials ORDER BY trial") == kept)
        #expect(try sample.rows("SELECT sweep FROM sweeps") == ["wider"])
        #expect(try sample.rows("SELECT DISTINCT trial FROM estimates").count == 1)
        #expect(try sample.rows("SELECT count(*) FROM attempts") == ["1"])
        #expect(try sample.store.runState(of: "wider").counts == [.queued: 1, .succeeded: 1])
        #expect(try sample.store.health().damages == [])
        #expect(try sample.store.delete("wider") == [wider.trial(1, 0)])
        #expect(
            try sample.rows(
                "SELECT (SELECT count(*) FROM trials) + (SELECT count(*) FROM attempts)") == ["0"])
        try sample.store.insert(first, at: 3)
        #expect(try sample.store.runState(of: "tuning").counts == [.queued: 2])
    }
}
