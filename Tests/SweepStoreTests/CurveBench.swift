import Coordinator
import Foundation
import SweepModel
import SweepStore
import TestSupport
import Testing

/// How large a store becomes with full learning curves.
///
/// `TITRATE_CURVES=100000` says how many trials; the sentence goes to the standard output, and to the
/// file that `TITRATE_CURVES_FILE` names.
@Suite struct CurveBench {
    static let environment = ProcessInfo.processInfo.environment
    static let count = Int(environment["TITRATE_CURVES"] ?? "") ?? 0

    @Test(.enabled(if: count > 0))
    func `measures the size of a store with full learning curves`() throws {
        let sample = try Sample()
        let rates = (1...Self.count).map { 1 / Double($0) }
        let entry = try entry("curves", rates: rates, replicates: 1)
        try sample.store.insert(entry, at: 1)
        try sample.registerWorker()
        var generator = SystemRandomNumberGenerator()
        let trials = entry.plan.trials(problemDigest: "abc").map(\.id)
        let begun = Date.now
        for batch in stride(from: 0, to: trials.count, by: 100) {
            let part = trials[batch..<min(batch + 100, trials.count)]
            try sample.store.commit(part.flatMap { Self.run($0, &generator) })
        }
        let seconds = Date.now.timeIntervalSince(begun)
        try sample.store.close()
        let size = try Data(
            contentsOf: URL(filePath: sample.files.database), options: .alwaysMapped
        )
        .count
        #expect(size < 1 << 30)
        let text = String(
            format: "A store of %d trials with full learning curves (50 points of 6 values, "
                + "every digit another): %d MiB, written in %.2f ms a trial.\n",
            Self.count, size >> 20, seconds * 1000 / Double(Self.count))
        print(text)
        if let file = Self.environment["TITRATE_CURVES_FILE"] {
            try Data(text.utf8).write(to: URL(filePath: file))
        }
    }

    private static func run(
        _ trial: TrialID, _ generator: inout SystemRandomNumberGenerator
    ) -> [StoreChange] {
        let attempt = AttemptID(trial: trial, number: 1)
        func value() -> Double { .random(in: 0...1, using: &generator) }
        func losses() -> LossValues {
            LossValues(data: value(), initial: value(), residual: value(), holdout: value())
        }
        let curve = (0..<50).map {
            CurvePoint(step: $0 * 200, losses: losses(), estimates: [value(), value()])
        }
        let outcome = AttemptOutcome(
            status: .succeeded, steps: 9800, losses: losses(),
            estimates: [
                Estimate(parameter: "PSB", value: value()), Estimate(parameter: "PSE", value: 1),
            ],
            cost: Cost(wallSeconds: value(), cpuSeconds: value(), peakMemoryBytes: 1 << 20))
        return [
            .leased(attempt, worker, at: 1),
            .attemptStarted(attempt, worker, machineType: "x86_64-fma", host: "node1", at: 2),
            .curve(attempt, worker, curve),
            .attemptEnded(
                attempt, worker, outcome, trialBecomes: .succeeded, counts: .nothing, at: 3),
        ]
    }
}
