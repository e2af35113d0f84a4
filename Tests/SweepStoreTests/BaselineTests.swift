import Foundation
import SweepModel
import SweepStore
import Testing

@Suite struct BaselineTests {
    private let sample: Sample

    init() throws {
        sample = try Sample()
    }

    /// PSB = 28 and PSE = 112 fitted to 30 and 100.
    private func fit(_ replicate: Int, cpuSeconds: Double = 0.5) -> BaselineRecord {
        BaselineRecord(
            replicate: replicate, outcome: "converged (gradient)", starts: 5, startsAtMinimum: 4,
            iterations: 6, cpuSeconds: cpuSeconds,
            unknowns: [
                BaselineEstimate(
                    parameter: "PSB", estimate: 30, standardError: 0.2, bound: 0.1),
                BaselineEstimate(
                    parameter: "PSE", estimate: 100, standardError: 0.3, bound: nil),
            ])
    }

    @Test func `fits come back as they were kept, the last ones of a replicate`() throws {
        try sample.store.insert(try entry(), at: 1)
        try sample.store.keep([fit(0, cpuSeconds: 9), fit(2)], of: "tuning")
        try sample.store.keep([fit(0)], of: "tuning")
        #expect(try sample.store.baselines(of: "tuning") == [fit(0), fit(2)])
        let rows = try sample.rows(
            "SELECT count(*), sum(cpu_seconds) FROM baselines WHERE parameter = 'PSB'")
        #expect(rows == ["2|1.0"])
    }

    private func posterior(_ replicate: Int, draws: Int = 4000) -> PosteriorRecord {
        PosteriorRecord(
            replicate: replicate, outcome: "converged", chains: 4, draws: draws,
            evaluations: 2 * draws, cpuSeconds: 2.5,
            unknowns: [
                PosteriorEstimate(
                    parameter: "PSB", median: 30.5, standardDeviation: 0.2, lower: 25, upper: 40,
                    effectiveSampleSize: 900, tailEffectiveSampleSize: 700, rHat: 1.002),
                PosteriorEstimate(parameter: "PSE"),
            ])
    }

    @Test func `posteriors stand beside fits of the same replicate`() throws {
        try sample.store.insert(try entry(), at: 1)
        try sample.store.keep([fit(0)], of: "tuning")
        try sample.store.keep([posterior(0, draws: 9), posterior(2)], of: "tuning")
        try sample.store.keep([posterior(0)], of: "tuning")
        #expect(try sample.store.baselines(of: "tuning") == [fit(0)])
        #expect(try sample.store.posteriors(of: "tuning") == [posterior(0), posterior(2)])
        let rows = try sample.rows(
            """
            SELECT replicate, method, parameter, estimate, standard_error, starts, iterations,
                outcome, lower, upper, effective_sample_size, tail_effective_sample_size, r_hat,
                chains, draws, evaluations
            FROM baselines WHERE replicate = 0 ORDER BY method, parameter
            """)
        #expect(
            rows == [
                "0|least-squares|PSB|30.0|0.2|5|6|converged (gradient)||||||||",
                "0|least-squares|PSE|100.0|0.3|5|6|converged (gradient)||||||||",
                "0|posterior|PSB|30.5|0.2|||converged|25.0|40.0|900.0|700.0|1.002|4|4000|8000",
                "0|posterior|PSE|||||converged||||||4|4000|8000",
            ])
        #expect(try sample.rows("SELECT count(*) FROM bounds") == ["1"])
    }

    @Test func `sweeps of the same problem and seed share them, others do not`() throws {
        try sample.store.insert(try entry(), at: 1)
        try sample.store.insert(try entry("short", replicates: 1), at: 2)
        try sample.store.insert(try entry("seeded", seed: 8), at: 3)
        try sample.store.keep([fit(0), fit(1)], of: "tuning")
        #expect(try sample.store.baselines(of: "short") == [fit(0)])
        #expect(try sample.store.baselines(of: "seeded").isEmpty)
    }

    @Test func `the views show fits and bounds`() throws {
        try sample.store.insert(try entry(truths: [28, nil]), at: 1)
        try sample.store.keep([fit(1)], of: "tuning")
        let fits = try sample.rows(
            """
            SELECT sweep, replicate, method, parameter, estimate, truth, round(relative_error, 6),
                standard_error, starts_at_minimum, starts, iterations, cpu_seconds, outcome
            FROM baselines
            """)
        #expect(
            fits == [
                "tuning|1|least-squares|PSB|30.0|28.0|0.071429|0.2|4|5|6|0.5|converged (gradient)",
                "tuning|1|least-squares|PSE|100.0|||0.3|4|5|6|0.5|converged (gradient)",
            ])
        #expect(try sample.rows("SELECT * FROM bounds") == ["tuning|1|PSB|0.1"])
    }

    /// PSB is 10 % off in units of its bound of 10 %, PSE 20 % in units of its error of 30 %.
    @Test func `excess errors are distances from the fit in standard errors`() throws {
        let entry = try entry()
        try sample.store.insert(entry, at: 1)
        try sample.registerWorker()
        try sample.finish(entry.trial(0, 0), estimates: [30 * exp(0.1), 100 * exp(-0.2)])
        try sample.finish(entry.trial(1, 0), estimates: [30, -100])
        try sample.finish(entry.trial(0, 1), estimates: [30, 100])
        try sample.finish(entry.trial(1, 1), .diverged, estimates: [30, 100])
        try sample.store.keep([fit(0)], of: "tuning")
        let rows = try sample.rows(
            """
            SELECT x.trial, round(excess_error, 9) FROM excess_errors x
            ORDER BY excess_error IS NULL, excess_error
            """)
        #expect(rows == ["\(entry.trial(0, 0))|1.0", "\(entry.trial(1, 0))|"])
    }
}
