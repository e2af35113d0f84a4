import ClassicalFits
import Draws
import Foundation
import Testing

@Suite("Markov chains")
struct MarkovChainTests {
    private static func chains(
        center: [Double] = [], covariance: [[Double]] = [], modes: [MarkovChains.Mode]? = nil,
        limit: Int = 100_000, seed: UInt64 = 1, _ logDensity: ([Double]) -> Double
    ) -> MarkovChains {
        MarkovChains(
            modes: modes ?? [MarkovChains.Mode(center: center, covariance: covariance)],
            goal: MarkovChains.Goal(evaluationLimit: limit),
            streams: { DrawStream(seed: seed, path: [UInt64($0)]) }, logDensity: logDensity)
    }

    /// A normal density with means 1, −2, 30, standard deviations 1, 0.1, 5 and one correlation.
    private static func normal(_ point: [Double]) -> Double {
        let z = [point[0] - 1, (point[1] + 2) / 0.1, (point[2] - 30) / 5]
        let paired = (z[0] * z[0] - 2 * 0.9 * z[0] * z[1] + z[1] * z[1]) / (1 - 0.9 * 0.9)
        return -(paired + z[2] * z[2]) / 2
    }

    @Test(arguments: [[1.0, 0.01, 25], [0.01, 0.0001, 0.25], [100, 1, 2500]])
    func `draw from a normal density, however wide it seemed at first`(variances: [Double])
        throws
    {
        let covariance = (0..<3).map { row in (0..<3).map { $0 == row ? variances[row] : 0 } }
        let chains = Self.chains(
            center: [0, -1.9, 35], covariance: covariance, Self.normal)
        #expect(chains.hasConverged)
        for (coordinate, (mean, deviation)) in zip([1.0, -2, 30], [1, 0.1, 5]).enumerated() {
            let draws = chains.sorted(coordinate)
            let center = draws.reduce(0, +) / Double(draws.count)
            let squares = draws.reduce(0) { $0 + ($1 - center) * ($1 - center) }
            let size = chains.diagnostics[coordinate].bulkSize
            #expect(size >= 400)
            // Four standard errors of a mean and of a standard deviation.
            #expect(abs(center - mean) < 4 * deviation / size.squareRoot())
            let found = (squares / Double(draws.count)).squareRoot()
            #expect(abs(found / deviation - 1) < 4 / (2 * size).squareRoot())
        }
    }

    /// y lies around x²: bent far more than a normal density with its covariance.
    @Test func `follow a bent density into its ends`() {
        let chains = Self.chains(
            center: [0, 0], covariance: [[0.1, 0], [0, 0.1]], limit: 400_000
        ) { point in
            let bend = (point[1] - point[0] * point[0]) / 0.3
            return -(point[0] * point[0] + bend * bend) / 2
        }
        #expect(chains.hasConverged)
        let first = chains.sorted(0)
        let size = min(chains.diagnostics[0].bulkSize, chains.diagnostics[1].bulkSize)
        let mean = first.reduce(0, +) / Double(first.count)
        #expect(abs(mean) < 4 / size.squareRoot())
        // The share beyond ±1.96 is 5 %.
        let outside = Double(first.count { abs($0) > 1.96 }) / Double(first.count)
        #expect(abs(outside - 0.05) < 4 * (0.05 * 0.95 / size).squareRoot())
        let second = chains.sorted(1)
        let secondMean = second.reduce(0, +) / Double(second.count)
        // y has mean 1 and variance 2 + 0.09.
        #expect(abs(secondMean - 1) < 4 * (2.09 / size).squareRoot())
    }

    @Test func `that cannot reach each other have not converged`() {
        let chains = Self.chains(
            center: [0], covariance: [[1]], limit: 20_000, Self.bells)
        #expect(!chains.hasConverged)
        #expect(chains.diagnostics[0].rHat > 1.05)
        #expect((20_000..<40_000).contains(chains.evaluations))
    }

    /// Two equal bells of width 1 at ±60.
    private static func bells(_ point: [Double]) -> Double {
        let (left, right) = (point[0] + 60, point[0] - 60)
        let (low, high) = (-left * left / 2, -right * right / 2)
        return max(low, high) + log(1 + exp(-abs(low - high)))
    }

    /// From one mode alone chains agree that there is no other, which is the trap.
    @Test func `that start at every mode are not taken in by one of them`() {
        let mode = { MarkovChains.Mode(center: [$0], covariance: [[1]]) }
        let one = Self.chains(modes: [mode(60)], limit: 20_000, Self.bells)
        #expect(one.hasConverged && one.sorted(0).first! > 0)
        let both = Self.chains(modes: [mode(60), mode(-60)], limit: 200_000, Self.bells)
        let draws = both.sorted(0)
        #expect(draws.first! < -50 && draws.last! > 50)
        let size = both.diagnostics[0].bulkSize
        let share = Double(draws.count { $0 < 0 }) / Double(draws.count)
        #expect(!both.hasConverged || abs(share - 0.5) < 4 * (0.25 / size).squareRoot())
    }

    @Test func `that start where there is next to nothing leave it`() {
        let density: ([Double]) -> Double = { point in
            max(-point[0] * point[0] / 2, -500 - (point[0] - 60) * (point[0] - 60) / 2)
        }
        let chains = Self.chains(
            modes: [0.0, 60].map { MarkovChains.Mode(center: [$0], covariance: [[1]]) }, density)
        #expect(chains.hasConverged)
        let draws = chains.sorted(0)
        #expect(draws.last! < 6)
        let squares = draws.reduce(0) { $0 + $1 * $1 } / Double(draws.count)
        #expect(abs(squares - 1) < 4 * (2 / chains.diagnostics[0].bulkSize).squareRoot())
    }

    @Test func `are the same on repeat, and others from another seed`() {
        let covariance = [[1.0, 0, 0], [0, 0.01, 0], [0, 0, 25]]
        let runs = [1, 1, 2].map {
            Self.chains(center: [1, -2, 30], covariance: covariance, seed: $0, Self.normal)
        }
        #expect(runs[0].draws == runs[1].draws)
        #expect(runs[0].draws != runs[2].draws)
    }
}
