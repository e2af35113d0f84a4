import Coordinator
import CoordinatorDoubles
import SweepModel
import SweepStore
import Testing

/// What every store of a run owes its coordinator: the one on disk, and the one in memory that
/// stands for it in the coordinator's own tests.
@Suite struct StoreConformanceTests {
    enum Kind: CaseIterable {
        case onDisk, inMemory
    }

    /// A store with a plan of six trials and a worker.
    struct Stage {
        let store: any Store
        /// In plan order.
        let trials: [TrialID]
        /// The folder of a store on disk, which lives as long as this.
        private let sample: Sample?

        init(_ kind: Kind) throws {
            switch kind {
            case .onDisk:
                let (sample, entry) = (try Sample(), try entry())
                try sample.store.insert(entry, at: 500)
                self.sample = sample
                store = sample.store
                trials = entry.plan.trials(problemDigest: "abc").map(\.id)
            case .inMemory:
                let memory = try InMemoryStore(sweeps: [("tuning", 6)])
                sample = nil
                store = memory
                trials = memory.order
            }
            try commit([.workerRegistered(workerRecord(worker), at: 1000)])
        }

        @discardableResult
        func commit(_ changes: StoreChange...) throws -> [Bool] { try store.commit(changes) }

        @discardableResult
        func commit(_ changes: [StoreChange]) throws -> [Bool] { try store.commit(changes) }

        var state: RunState { get throws { try store.runState(of: "tuning") } }

        func first(_ number: Int) -> AttemptID { AttemptID(trial: trials[0], number: number) }
    }

    private func ended(
        _ attempt: AttemptID, _ outcome: AttemptOutcome, by worker: WorkerID = worker,
        trialBecomes: TrialStatus? = nil, counts: AttemptAccount = .nothing
    ) -> StoreChange {
        .attemptEnded(
            attempt, worker, outcome, trialBecomes: trialBecomes ?? outcome.status,
            counts: counts, at: 3000)
    }

    private let success = AttemptOutcome(
        status: .succeeded, steps: 5, losses: LossValues(data: 1, initial: 2, residual: 3),
        estimates: [Estimate(parameter: "PSB", value: 56), Estimate(parameter: "PSE", value: 112)])
    private let cut = AttemptOutcome(status: .cancelled, cause: "the worker ended")

    // MARK: What a coordinator begins with

    @Test(arguments: Kind.allCases)
    func `a new sweep is all queued, in plan order`(kind: Kind) throws {
        let stage = try Stage(kind)
        let state = try stage.state
        #expect(state.open == stage.trials.map { OpenTrial(id: $0) })
        #expect(state.counts == [.queued: 6])
        #expect(state.workers == [workerRecord(worker)])
        #expect(state.best == nil)
        #expect(try stage.store.plannedTrial(stage.trials[5], of: "tuning").id == stage.trials[5])
    }

    @Test(arguments: Kind.allCases)
    func `an unknown trial has no plan`(kind: Kind) throws {
        let stage = try Stage(kind)
        #expect(throws: (any Error).self) {
            try stage.store.plannedTrial(TrialID("none"), of: "tuning")
        }
    }

    @Test(arguments: Kind.allCases)
    func `a sweep is interrupted while a trial of it is under way`(kind: Kind) throws {
        let stage = try Stage(kind)
        #expect(try stage.store.interruptedSweeps() == [])
        try stage.commit(.leased(stage.first(1), worker, at: 1))
        #expect(try stage.store.interruptedSweeps().map(\.name) == ["tuning"])
        try stage.commit(ended(stage.first(1), success))
        #expect(try stage.store.interruptedSweeps() == [])
    }

    @Test(arguments: Kind.allCases)
    func `an empty commit is one`(kind: Kind) throws {
        #expect(try Stage(kind).commit([]) == [])
    }

    // MARK: Workers

    @Test(arguments: Kind.allCases)
    func `a worker registers once`(kind: Kind) throws {
        let stage = try Stage(kind)
        #expect(try stage.commit(.workerRegistered(workerRecord(worker), at: 2)) == [false])
        #expect(try stage.state.workers.count == 1)
    }

    @Test(arguments: Kind.allCases)
    func `a worker's offset only grows, and is kept until the worker is closed`(kind: Kind) throws {
        let stage = try Stage(kind)
        #expect(try stage.commit(.workerRead(worker, offset: 700)) == [true])
        #expect(try stage.commit(.workerRead(worker, offset: 699)) == [false])
        #expect(try stage.state.workers[0].offset == 700)
        #expect(try stage.commit(.workerRead(worker, offset: 701)) == [true])
        #expect(try stage.commit(.workerClosed(worker, at: 1)) == [true])
        #expect(try stage.commit(.workerClosed(worker, at: 2)) == [false])
        #expect(try stage.commit(.workerRead(worker, offset: 900)) == [false])
        #expect(try stage.state.workers.isEmpty)
    }

    // MARK: Leases

    @Test(arguments: Kind.allCases)
    func `a trial is leased once`(kind: Kind) throws {
        let stage = try Stage(kind)
        #expect(try stage.commit(.leased(stage.first(1), worker, at: 1)) == [true])
        #expect(try stage.commit(.leased(stage.first(1), worker, at: 2)) == [false])
        #expect(try stage.commit(.leased(stage.first(2), worker, at: 3)) == [false])
        #expect(
            try stage.state.open[0] == OpenTrial(id: stage.trials[0], attempt: 1, worker: worker))
    }

    @Test(arguments: Kind.allCases, [0, 2])
    func `a lease with a number that is not next is refused`(kind: Kind, number: Int) throws {
        let stage = try Stage(kind)
        #expect(try stage.commit(.leased(stage.first(number), worker, at: 1)) == [false])
        #expect(try stage.state.counts == [.queued: 6])
    }

    @Test(arguments: Kind.allCases)
    func `a worker that is unknown or closed gets no lease`(kind: Kind) throws {
        let stage = try Stage(kind)
        #expect(try stage.commit(.leased(stage.first(1), WorkerID("w9"), at: 1)) == [false])
        try stage.commit(.workerClosed(worker, at: 2))
        #expect(try stage.commit(.leased(stage.first(1), worker, at: 3)) == [false])
        #expect(try stage.state.counts == [.queued: 6])
    }

    @Test(arguments: Kind.allCases)
    func `a trial that is final is never leased again`(kind: Kind) throws {
        let stage = try Stage(kind)
        try stage.commit(.leased(stage.first(1), worker, at: 1), ended(stage.first(1), success))
        #expect(try stage.commit(.leased(stage.first(2), worker, at: 2)) == [false])
        #expect(try stage.state.counts == [.queued: 5, .succeeded: 1])
    }

    @Test(arguments: Kind.allCases)
    func `a lease that is given back was no attempt`(kind: Kind) throws {
        let stage = try Stage(kind)
        try stage.commit(.leased(stage.first(1), worker, at: 1))
        #expect(try stage.commit(.leaseReturned(stage.first(1), WorkerID("w9"))) == [false])
        #expect(try stage.commit(.leaseReturned(stage.first(1), worker)) == [true])
        #expect(try stage.commit(.leaseReturned(stage.first(1), worker)) == [false])
        #expect(try stage.state.open[0] == OpenTrial(id: stage.trials[0]))
        #expect(try stage.commit(.leased(stage.first(1), worker, at: 2)) == [true])
    }

    @Test(arguments: Kind.allCases)
    func `a lease tells whether its process has started`(kind: Kind) throws {
        let stage = try Stage(kind)
        try stage.commit(.leased(stage.first(1), worker, at: 1))
        #expect(try stage.state.open[0].hasStarted == false)
        let start = StoreChange.attemptStarted(
            stage.first(1), worker, machineType: "m", host: "h", at: 2)
        #expect(try stage.commit(start) == [true])
        #expect(try stage.state.open[0].hasStarted)
        try stage.commit(ended(stage.first(1), cut, trialBecomes: .queued))
        #expect(try stage.state.open[0].hasStarted == false)
    }

    // MARK: Results

    @Test(arguments: Kind.allCases)
    func `a result counts once, and not from another worker or attempt`(kind: Kind) throws {
        let stage = try Stage(kind)
        let (stranger, attempt) = (WorkerID("w2"), stage.first(1))
        try stage.commit(
            .workerRegistered(workerRecord(stranger), at: 1), .leased(attempt, worker, at: 1))
        #expect(try stage.commit(ended(attempt, success, by: stranger)) == [false])
        #expect(try stage.commit(ended(stage.first(2), success)) == [false])
        #expect(try stage.state.counts == [.queued: 5, .running: 1])
        #expect(
            try stage.commit(ended(attempt, success), ended(attempt, success)) == [true, false])
        #expect(try stage.state.counts == [.queued: 5, .succeeded: 1])
    }

    @Test(arguments: Kind.allCases)
    func `what a stale attempt tells changes nothing`(kind: Kind) throws {
        let stage = try Stage(kind)
        let point = CurvePoint(
            step: 1, losses: LossValues(data: 1, initial: 1, residual: 1), estimates: [1, 2])
        try stage.commit(
            .leased(stage.first(1), worker, at: 1),
            ended(stage.first(1), cut, trialBecomes: .queued),
            .leased(stage.first(2), worker, at: 2))
        let before = try stage.state
        let applied = try stage.commit(
            .attemptStarted(stage.first(1), worker, machineType: "m", host: "h", at: 3),
            .curve(stage.first(1), worker, [point]), .leaseReturned(stage.first(1), worker),
            ended(stage.first(1), success), .trained(stage.first(1), network: [1]))
        #expect(applied == [false, false, false, false, false])
        #expect(try stage.state == before)
    }

    @Test(arguments: Kind.allCases)
    func `retries and worker deaths are counted apart`(kind: Kind) throws {
        let stage = try Stage(kind)
        let crash = AttemptOutcome(status: .crashed, cause: "signal 11", signal: 11)
        for (index, account) in [AttemptAccount.failure, .workerDeath, .nothing].enumerated() {
            let next = stage.first(index + 1)
            try stage.commit(
                .leased(next, worker, at: 1),
                ended(next, crash, trialBecomes: .queued, counts: account))
        }
        #expect(
            try stage.state.open[0]
                == OpenTrial(id: stage.trials[0], attempt: 3, failures: 1, workerDeaths: 1))
    }

    @Test(arguments: Kind.allCases)
    func `a network is kept of a trial that succeeded alone`(kind: Kind) throws {
        let stage = try Stage(kind)
        let attempt = stage.first(1)
        try stage.commit(.leased(attempt, worker, at: 1))
        #expect(try stage.commit(.trained(attempt, network: [1, 2])) == [false])
        #expect(
            try stage.commit(ended(attempt, success), .trained(attempt, network: [1, 2]))
                == [true, true])
    }

    @Test(arguments: Kind.allCases)
    func `a queued trial is settled without an attempt, a running one is not`(kind: Kind) throws {
        let stage = try Stage(kind)
        try stage.commit(.leased(stage.first(1), worker, at: 1))
        let settled = stage.trials.prefix(2).map {
            StoreChange.settled($0, .cancelled, cause: "unwanted", at: 2)
        }
        #expect(try stage.commit(settled) == [false, true])
        #expect(try stage.commit(settled) == [false, false])
        #expect(try stage.state.counts == [.queued: 4, .running: 1, .cancelled: 1])
    }
}
