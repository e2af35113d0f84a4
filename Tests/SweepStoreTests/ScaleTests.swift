import Coordinator
import Foundation
import SweepModel
import SweepStore
import TestSupport
import Testing

/// What a large sweep costs the store; `TITRATE_SCALE` sets the number of trials.
@Suite(.disabled(if: Machine.isSanitized))
struct ScaleTests {
    private static let count =
        Int(ProcessInfo.processInfo.environment["TITRATE_SCALE"] ?? "") ?? 10_000
    private let clock = ContinuousClock()

    /// Times a step, tells it, and holds it to a bound far above what it takes.
    @discardableResult
    private func measured<Value>(
        _ name: String, bound: Double, _ body: () throws -> Value
    ) throws -> Value {
        let start = clock.now
        let value = try body()
        let seconds = (clock.now - start) / .seconds(1)
        let each = seconds / Double(Self.count) * 1000
        print("\(Self.count) trials: \(name): \(seconds) s, \(each) ms a trial")
        #expect(each < bound, "\(name)")
        return value
    }

    @Test func `cost grows with the trials and stays small`() throws {
        let sample = try Sample()
        let rates = (1...Self.count / 2).map { 1 / Double($0) }
        let entry = try entry("large", rates: rates, replicates: 2)
        let trials = entry.plan.trials(problemDigest: "abc").map(\.id)
        try measured("insert", bound: 1) { try sample.store.insert(entry, at: 1) }
        try measured("insert again", bound: 1) { try sample.store.insert(entry, at: 1) }
        try sample.registerWorker()
        try measured("lease, start, curve and end", bound: 5) {
            for batch in stride(from: 0, to: trials.count, by: 100) {
                try finish(trials[batch..<min(batch + 100, trials.count)], sample.store)
            }
        }
        let state = try measured("run state", bound: 0.5) {
            try sample.store.runState(of: "large")
        }
        #expect(state.counts == [.succeeded: Self.count])
        let status = try measured("status", bound: 0.5) { try sample.store.status(of: "large") }
        #expect(status.ended == Self.count)
        let records = try measured("trial records", bound: 1) {
            try sample.store.trialRecords(of: "large")
        }
        #expect(records.count == Self.count)
        let ranked = try measured("ranking", bound: 0.5) {
            try sample.rows("SELECT count(*) FROM ranking")
        }
        #expect(ranked == ["\(rates.count)"])
        let shown = try measured("trials", bound: 0.5) {
            try sample.rows("SELECT count(host) FROM trials")
        }
        #expect(shown == ["\(Self.count)"])
        try report(on: sample)
    }

    /// A report keeps all trials in memory: each little of it.
    private func report(on sample: Sample) throws {
        let program = RunningProgram(
            Project.executable("titrate"),
            ["report", "--store", sample.files.database, "--formats", "markdown,csv,html,latex"],
            in: sample.folder.url)
        let (end, memory) = try measured("report", bound: 1) {
            try program.start()
            return program.waitWatchingMemory(every: 1000)
        }
        #expect(end.status == 0, "\(end.errors)")
        print("report: \(memory) MiB")
        #expect(memory < 40 + Self.count * 3 / 1024)
    }

    private func finish(_ trials: ArraySlice<TrialID>, _ store: SweepStore) throws {
        try store.commit(
            trials.map { .leased(AttemptID(trial: $0, number: 1), worker, at: 1) })
        let losses = LossValues(data: 0.5, initial: 0.25, residual: 0.125)
        let curve = (0..<10).map { CurvePoint(step: $0 * 100, losses: losses, estimates: [1, 2]) }
        for trial in trials {
            let attempt = AttemptID(trial: trial, number: 1)
            let outcome = AttemptOutcome(
                status: .succeeded, steps: 1000, losses: losses,
                estimates: [
                    Estimate(parameter: "PSB", value: 30), Estimate(parameter: "PSE", value: 100),
                ], cost: Cost(wallSeconds: 1, cpuSeconds: 1, peakMemoryBytes: 1))
            try store.commit([
                .attemptStarted(attempt, worker, machineType: "m", host: "h", at: 2),
                .curve(attempt, worker, curve),
                .attemptEnded(
                    attempt, worker, outcome, trialBecomes: .succeeded, counts: .nothing, at: 3),
                .workerRead(worker, offset: 1),
            ])
        }
    }
}
