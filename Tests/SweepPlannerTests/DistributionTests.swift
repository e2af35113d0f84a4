import Foundation
import Settings
import SweepModel
import SweepPlanner
import Testing

/// Moments of many draws against what the distributions promise; the seeds are fixed.
struct DistributionTests {
    private static let count = 4000

    /// Draws through whole plans, of a setting that takes any positive number.
    private func draws(
        _ distribution: Distribution, _ setting: String = "weights.residual"
    ) throws -> [Double] {
        try plan(
            try random([drawn(setting, distribution)], DistributionTests.count, seed: 7)
        ).numbers(setting)
    }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    private func deviation(_ values: [Double]) -> Double {
        let center = mean(values)
        return mean(values.map { ($0 - center) * ($0 - center) }).squareRoot()
    }

    @Test(arguments: [
        // The mean and the deviation of a uniform draw are (a + b)/2 and (b − a)/√12.
        (Distribution.uniform(lowest: 2, highest: 5), 3.5, 0.8660),
        (.normal(mean: 50, deviation: 4), 50, 4),
        // a/(a + b) and √(ab/((a + b)²(a + b + 1))).
        (.beta(a: 2, b: 3), 0.4, 0.2),
        (.beta(a: 0.5, b: 0.5), 0.5, 0.3536),
        // exp(μ + σ²/2) and that times √(exp(σ²) − 1).
        (.logNormal(mean: 1, deviation: 0.5), 3.0802, 1.6416),
    ])
    func `mean and deviation are the published ones`(
        distribution: Distribution, expectedMean: Double, expectedDeviation: Double
    ) throws {
        let values = try draws(distribution)
        let standardError = expectedDeviation / Double(DistributionTests.count).squareRoot()
        #expect(abs(mean(values) - expectedMean) < 4 * standardError)
        #expect(abs(deviation(values) / expectedDeviation - 1) < 0.08)
    }

    @Test(arguments: [
        Distribution.logUniform(lowest: 1e-4, highest: 10),
        .inverseLogUniform(lowest: 1e-4, highest: 10),
    ])
    func `logarithmic draws are uniform in the logarithm, within the ends`(
        distribution: Distribution
    ) throws {
        let values = try draws(distribution)
        #expect(values.allSatisfy { (1e-4...10).contains($0) })
        let places = values.map { (log10($0) + 4) / 5 }
        #expect(abs(mean(places) - 0.5) < 4 * 0.2887 / Double(values.count).squareRoot())
        #expect(abs(deviation(places) - 0.2887) < 0.01)
    }

    @Test func `quantised draws are multiples, halves at the ends`() throws {
        // 0 and 10 each get half the chance of the inner multiples: round(x/q)*q.
        var counts: [Double: Int] = [:]
        for seed in 0..<UInt64(2000) {
            let axis = drawn("steps", .quantizedUniform(lowest: 0, highest: 10, quantum: 5))
            let value = try plan(try random([axis], 1, seed: seed)).numbers("steps")[0]
            counts[value, default: 0] += 1
        }
        #expect(counts.keys.sorted() == [0, 5, 10])
        #expect(abs(Double(counts[5]!) / 2000 - 0.5) < 0.05)
        #expect(abs(Double(counts[0]!) / 2000 - 0.25) < 0.04)
    }

    @Test func `quantised reals are the products that W&B gives`() throws {
        let axis = drawn("weights.data", .quantizedUniform(lowest: 0.1, highest: 0.9, quantum: 0.1))
        let values = Set(try plan(try random([axis], 9)).numbers("weights.data"))
        #expect(values == Set((1...9).map { Double($0) * 0.1 }))
    }

    @Test func `whole-number settings take quantised reals exactly`() throws {
        let axis = drawn("layers", .quantizedNormal(mean: 4, deviation: 2, quantum: 1))
        let plan = try plan(try random([axis], 6))
        for configuration in plan.configurations {
            guard case .integer = configuration.settings["layers"] else {
                Issue.record("\(configuration.settings["layers"]) is not whole")
                continue
            }
        }
    }

    @Test func `whole ranges include both ends, all equally likely`() throws {
        var counts: [Double: Int] = [:]
        for seed in 0..<UInt64(3000) {
            let axis = Axis(setting: "layers", domain: .integers(1...3))
            counts[try plan(try random([axis], 1, seed: seed)).numbers("layers")[0], default: 0] +=
                1
        }
        #expect(counts.keys.sorted() == [1, 2, 3])
        #expect(counts.values.allSatisfy { abs(Double($0) / 1000 - 1) < 0.12 })
    }

    @Test func `probabilities are kept, and nothing impossible is drawn`() throws {
        var counts: [Double: Int] = [:]
        for seed in 0..<UInt64(3000) {
            let axis = try listed(
                "layers", [.integer(1), .integer(2), .integer(3)], probabilities: [0.7, 0, 0.3])
            counts[try plan(try random([axis], 1, seed: seed)).numbers("layers")[0], default: 0] +=
                1
        }
        #expect(counts.keys.sorted() == [1, 3])
        #expect(abs(Double(counts[1]!) / 3000 - 0.7) < 0.035)
    }
}
