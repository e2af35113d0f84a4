import Coordinator
import Settings
import SweepModel
import SweepStore
import Testing

/// What the store on disk owes a coordinator beyond what any store does.
@Suite struct StoreRoleTests {
    private let sample: Sample
    private let store: any Store
    private let trial: TrialID
    private let other: TrialID

    init() throws {
        sample = try Sample()
        let entry = try entry()
        try sample.store.insert(entry, at: 500)
        try sample.registerWorker()
        store = sample.store
        trial = entry.trial(0, 0)
        other = entry.trial(1, 0)
    }

    private func attempt(_ number: Int) -> AttemptID { AttemptID(trial: trial, number: number) }

    private func ended(
        _ number: Int, _ outcome: AttemptOutcome, by worker: WorkerID = worker,
        trialBecomes: TrialStatus? = nil, counts: AttemptAccount = .nothing
    ) -> StoreChange {
        .attemptEnded(
            attempt(number), worker, outcome, trialBecomes: trialBecomes ?? outcome.status,
            counts: counts, at: 3000)
    }

    private let success = AttemptOutcome(
        status: .succeeded, steps: 5, losses: LossValues(data: 1, initial: 2, residual: 3),
        estimates: [Estimate(parameter: "PSB", value: 56), Estimate(parameter: "PSE", value: 112)])

    @Test func `a new sweep is all queued, replicate by replicate`() throws {
        let state = try store.runState(of: "tuning")
        let entry = try entry()
        #expect(
            state.open.map(\.id) == [
                entry.trial(0, 0), entry.trial(1, 0), entry.trial(0, 1), entry.trial(1, 1),
                entry.trial(0, 2), entry.trial(1, 2),
            ])
        #expect(state.open[0] == OpenTrial(id: trial))
        #expect(state.counts == [.queued: 6])
        #expect(state.workers == [workerRecord(worker)])
        #expect(state.best == nil)
    }

    @Test func `a planned trial comes back with its settings and its own id`() throws {
        let planned = try store.plannedTrial(other, of: "tuning")
        #expect(planned.id == other)
        #expect(planned.configuration.settings.learningRate == 0.01)
        #expect(planned.replicate == 0)
    }

    @Test func `a lease that is given back was no attempt`() throws {
        try store.commit([.leased(attempt(1), worker, at: 1)])
        #expect(try store.commit([.leaseReturned(attempt(1), WorkerID("w9"))]) == [false])
        #expect(try store.commit([.leaseReturned(attempt(1), worker)]) == [true])
        #expect(try store.commit([.leaseReturned(attempt(1), worker)]) == [false])
        #expect(try store.runState(of: "tuning").open[0] == OpenTrial(id: trial))
        #expect(try sample.rows("select * from attempts") == [])
        #expect(
            try sample.rows("select attempts, status from trials where trial = '\(trial)'")
                == ["0|queued"])
        #expect(try store.commit([.leased(attempt(1), worker, at: 2)]) == [true])
    }

    @Test func `an interrupted sweep is one with trials under way`() throws {
        try sample.store.insert(
            entry("later", rates: [0.5], replicates: 1, limits: Limits(seconds: 9, retries: 5)),
            at: 1)
        #expect(try store.interruptedSweeps() == [])
        let later = try entry("later", rates: [0.5], replicates: 1).trial(0, 0)
        try store.commit([
            .leased(attempt(1), worker, at: 1),
            .leased(AttemptID(trial: later, number: 1), worker, at: 1),
        ])
        let names = ["PSB", "PSE"]
        #expect(
            try store.interruptedSweeps() == [
                InterruptedSweep(
                    name: "later", limits: Limits(seconds: 9, retries: 5), unknownNames: names),
                InterruptedSweep(name: "tuning", limits: Limits(), unknownNames: names),
            ])
        try store.commit([
            ended(1, success), .leaseReturned(AttemptID(trial: later, number: 1), worker),
        ])
        #expect(try store.interruptedSweeps() == [])
    }

    @Test func `the best so far is the smallest recovery error`() throws {
        let better = AttemptOutcome(
            status: .succeeded,
            estimates: [
                Estimate(parameter: "PSB", value: 28), Estimate(parameter: "PSE", value: 168),
            ])
        let second = AttemptID(trial: other, number: 1)
        try store.commit([.leased(attempt(1), worker, at: 1), ended(1, success)])
        #expect(try store.runState(of: "tuning").best == 1)
        try store.commit([
            .leased(second, worker, at: 1),
            .attemptEnded(
                second, worker, better, trialBecomes: .succeeded, counts: .nothing, at: 2),
        ])
        #expect(try store.runState(of: "tuning").best == 0.5)
    }

    @Test func `what a stale attempt tells changes nothing`() throws {
        let cut = AttemptOutcome(status: .cancelled, cause: "the worker ended")
        let point = CurvePoint(
            step: 1, losses: LossValues(data: 1, initial: 1, residual: 1), estimates: [1, 2])
        try store.commit([
            .leased(attempt(1), worker, at: 1), ended(1, cut, trialBecomes: .queued),
            .leased(attempt(2), worker, at: 2),
        ])
        let applied = try store.commit([
            .attemptStarted(attempt(1), worker, machineType: "m", host: "h", at: 3),
            .curve(attempt(1), worker, [point]), ended(1, success),
        ])
        #expect(applied == [false, false, false])
        #expect(try sample.rows("SELECT count(*) FROM metrics") == ["0"])
        #expect(try store.runState(of: "tuning").counts == [.queued: 5, .running: 1])
    }

    @Test func `an offset and the results before it stand or fall together`() throws {
        try store.commit([.leased(attempt(1), worker, at: 1)])
        let bad = AttemptOutcome(
            status: .succeeded,
            estimates: [Estimate(parameter: "PSB", value: 1), Estimate(parameter: "PSB", value: 2)])
        #expect(throws: StoreFault.self) {
            try store.commit([.workerRead(worker, offset: 700), ended(1, bad)])
        }
        #expect(try store.runState(of: "tuning").workers[0].offset == 0)
        #expect(try store.runState(of: "tuning").counts == [.queued: 5, .running: 1])
        try store.commit([.workerRead(worker, offset: 700), ended(1, success)])
        #expect(try store.runState(of: "tuning").workers[0].offset == 700)
    }

    @Test func `what was committed is there when the store is opened again`() throws {
        try store.commit([
            .leased(attempt(1), worker, at: 1), .workerRead(worker, offset: 3),
        ])
        // The first store is still open, as after a kill: nothing was closed or checkpointed.
        let again = try SweepStore(sample.files, mode: .existing)
        #expect(try again.runState(of: "tuning") == store.runState(of: "tuning"))
        #expect(try again.commit([ended(1, success)]) == [true])
        #expect(try store.commit([ended(1, success)]) == [false])
    }

    @Test func `the curve of a later attempt replaces that of an earlier one`() throws {
        func points(_ steps: [Int]) -> [CurvePoint] {
            steps.map {
                CurvePoint(
                    step: $0, losses: LossValues(data: 1, initial: .nan, residual: .infinity),
                    estimates: [Double($0), 2])
            }
        }
        try store.commit([
            .leased(attempt(1), worker, at: 1), .curve(attempt(1), worker, points([0, 100, 200])),
            ended(1, AttemptOutcome(status: .crashed), trialBecomes: .queued),
            .leased(attempt(2), worker, at: 1), .curve(attempt(2), worker, points([0, 50])),
            .curve(attempt(2), worker, points([100])),
        ])
        #expect(
            try sample.rows("SELECT DISTINCT step FROM metrics ORDER BY step")
                == ["0", "50", "100"])
        #expect(
            try sample.rows("SELECT name, value FROM metrics WHERE step = 50 ORDER BY name") == [
                "estimate.PSB|50.0", "estimate.PSE|2.0", "loss_data|1.0", "loss_initial|",
                "loss_residual|inf",
            ])
    }

    @Test func `an unknown sweep is told with those that are there`() throws {
        #expect(throws: StoreFault.unknownSweep(name: "tunning", known: ["tuning"])) {
            try store.runState(of: "tunning")
        }
    }
}
