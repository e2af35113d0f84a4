import Coordinator
import SweepModel
import SweepStore
import Testing

@Suite struct ReadingTests {
    private let sample: Sample
    private let entry: SweepEntry

    init() throws {
        sample = try Sample()
        entry = try SweepStoreTests.entry()
        try sample.store.insert(entry, at: 500)
        try sample.registerWorker()
    }

    @Test func `a sweep's record says where it came from`() throws {
        try sample.finish(entry.trial(0, 0), estimates: [28, 112])
        let record = try sample.store.sweepRecord(named: "tuning")
        #expect(record.question == "Which rate?")
        #expect(record.method == .grid)
        #expect(record.seed == 7)
        #expect(record.planned == 6)
        #expect(record.problemHash == "abc")
        #expect(record.unknowns == entry.problem.unknowns)
        #expect(record.machineTypes == ["x86_64 fma"])
        #expect(record.createdAt == "1970-01-01T00:00:00.500Z")
        // SHA-256 of "name: tuning", by sha256sum.
        #expect(record.fileHash == fileHash)
    }

    private let fileHash = "becc108adade2dd400a4661fa656c6aee724f208093be842400ac2e83f4ded53"

    @Test func `trials come in plan order with what is known of each`() throws {
        try sample.finish(entry.trial(1, 0), estimates: [56, 112], holdout: 0.5)
        try sample.finish(entry.trial(0, 1), .timedOut)
        let records = try sample.store.trialRecords(of: "tuning")
        #expect(
            records.map(\.id)
                == entry.plan.trials(problemDigest: "abc").map(\.id))
        #expect(
            records[1]
                == TrialRecord(
                    id: entry.trial(1, 0), configuration: entry.plan.configurations[1],
                    replicate: 0, status: .succeeded, attempts: 1, steps: 10,
                    losses: LossValues(data: 0.5, initial: 0.25, residual: 0.125, holdout: 0.5),
                    recoveryError: 1, meanRecoveryError: 0.5,
                    estimates: [
                        Estimate(parameter: "PSB", value: 56),
                        Estimate(parameter: "PSE", value: 112),
                    ], cost: Cost(wallSeconds: 1.5, cpuSeconds: 1.25, peakMemoryBytes: 4096)))
        #expect(records[2].status == .timedOut)
        #expect(records[2].cause == "it timed_out")
        #expect(records[0].losses == nil)
    }

    @Test func `status counts trials, failures by cause, and the rate`() throws {
        try sample.finish(entry.trial(0, 0), estimates: [56, 112], at: 10_000)
        try sample.finish(entry.trial(1, 0), .crashed, at: 100_000)
        try sample.finish(entry.trial(0, 1), .crashed, at: 101_000)
        try sample.finish(entry.trial(1, 1), .diverged, at: 104_000)
        let status = try sample.store.status(of: "tuning")
        #expect(status.counts == [.queued: 2, .succeeded: 1, .crashed: 2, .diverged: 1])
        #expect(status.ended == 4 && status.open == 2)
        #expect(
            status.failures.map { "\($0.count) \($0.status): \($0.cause ?? "")" }
                == ["2 crashed: it crashed", "1 diverged: it diverged"])
        #expect(status.firstStart == 9000 && status.lastEnd == 104_000)
        // Within the last minute three ended, in 4 s: two a four seconds.
        #expect(status.trialsPerSecond == 0.5)
        #expect(status.best == 1)
    }

    @Test func `what waits at a worker is queued until it begins`() throws {
        let trial = entry.trial(0, 0)
        let id = AttemptID(trial: trial, number: 1)
        let shown = "SELECT status, attempts FROM trials WHERE trial = '\(trial)'"
        try sample.store.commit([.leased(id, worker, at: 10)])
        #expect(try sample.store.status(of: "tuning").counts == [.queued: 6])
        #expect(try sample.store.runState(of: "tuning").counts == [.queued: 5, .running: 1])
        #expect(try sample.rows(shown) == ["queued|0"])
        #expect(try sample.rows("SELECT * FROM attempts") == [])
        let waiting = try sample.store.trialDetail(prefix: trial.text)
        #expect(waiting.record.status == .queued && waiting.record.attempts == 0)
        #expect(waiting.attempts.isEmpty)
        try sample.store.commit([
            .attemptStarted(id, worker, machineType: "m", host: "h", at: 20)
        ])
        #expect(try sample.store.status(of: "tuning").counts == [.queued: 5, .running: 1])
        #expect(try sample.rows(shown) == ["running|1"])
        #expect(try sample.rows("SELECT count(*) FROM attempts") == ["1"])
        #expect(try sample.store.trialDetail(prefix: trial.text).record.status == .running)
    }

    @Test func `causes that differ in a step's number are counted together`() throws {
        let causes = [
            "the loss is not finite after step 120: lower learning_rate",
            "the loss is not finite after step 7: lower learning_rate", "exited with code 3",
            "exited with code 4",
        ]
        let trials = [(0, 0), (1, 0), (0, 1), (1, 1)].map { entry.trial($0.0, $0.1) }
        for (trial, cause) in zip(trials, causes) {
            let id = AttemptID(trial: trial, number: 1)
            let status: TrialStatus = cause.hasPrefix("exited") ? .crashed : .diverged
            try sample.store.commit([
                .leased(id, worker, at: 10),
                .attemptEnded(
                    id, worker, AttemptOutcome(status: status, cause: cause),
                    trialBecomes: status, counts: .nothing, at: 30),
            ])
        }
        #expect(
            try sample.store.status(of: "tuning").failures.map { "\($0.count) \($0.cause ?? "")" }
                == [
                    "2 the loss is not finite after step N: lower learning_rate",
                    "1 exited with code 3", "1 exited with code 4",
                ])
    }

    @Test func `a sweep need not be named where it is the only one`() throws {
        #expect(try sample.store.resolvedName(nil) == "tuning")
        try sample.store.insert(SweepStoreTests.entry("other"), at: 1)
        #expect(throws: StoreFault.sweepNotNamed(known: ["other", "tuning"])) {
            try sample.store.resolvedName(nil)
        }
        #expect(throws: StoreFault.unknownSweep(name: "x", known: ["other", "tuning"])) {
            try sample.store.resolvedName("x")
        }
    }

    @Test func `a trial is shown with every attempt, its curve and its log`() throws {
        let trial = entry.trial(0, 0)
        let first = AttemptID(trial: trial, number: 1)
        let points = [
            CurvePoint(
                step: 100, losses: LossValues(data: 1, initial: 2, residual: 3, holdout: 4),
                estimates: [5, 6])
        ]
        let crash = AttemptOutcome(
            status: .crashed, cause: "killed by signal 11", signal: 11, stderrTail: "boom\n")
        try sample.store.commit([
            .leased(first, worker, at: 10),
            .attemptStarted(first, worker, machineType: "m", host: "h", at: 20),
            .curve(first, worker, points),
            .attemptEnded(first, worker, crash, trialBecomes: .queued, counts: .failure, at: 30),
        ])
        try sample.finish(trial, attempt: 2, estimates: [28, 112], at: 4000)
        let detail = try sample.store.trialDetail(prefix: String(trial.text.prefix(9)))
        #expect(detail.record.status == .succeeded)
        #expect(detail.sweeps == [TrialDetail.Membership(sweep: "tuning")])
        #expect(detail.seed == 7)
        #expect(detail.version == "1.0")
        #expect(detail.problem == entry.problem)
        #expect(detail.curve == points)
        #expect(detail.attempts.map(\.number) == [1, 2])
        #expect(detail.attempts[0].stderrTail == "boom\n")
        #expect(detail.attempts[0].signal == 11)
        #expect(detail.attempts[0].startedAt == 20)
        #expect(detail.attempts[1].machineType == "x86_64 fma")
    }

    @Test(arguments: ["", "zz", "%", "a'"]) func `an unknown trial is told`(prefix: String) throws {
        #expect(throws: StoreFault.unknownTrial(prefix: prefix)) {
            try sample.store.trialDetail(prefix: prefix)
        }
    }

    @Test func `a prefix of several trials is told with some of them`() throws {
        // Seventeen configurations: two ids begin with the same one of sixteen digits.
        let wide = try SweepStoreTests.entry(
            "wide", rates: (1...17).map { 1 / Double($0) }, replicates: 1, seed: 9)
        try sample.store.insert(wide, at: 1)
        let ids = wide.plan.trials(problemDigest: "abc").map(\.id.text)
        let shared = Dictionary(grouping: ids) { String($0.prefix(1)) }.first { $1.count > 1 }!
        #expect {
            try sample.store.trialDetail(prefix: shared.key)
        } throws: { error in
            guard case .ambiguousTrial(_, let matches)? = error as? StoreFault else { return false }
            return matches.count > 1 && matches.allSatisfy { $0.hasPrefix(shared.key) }
        }
    }
}
