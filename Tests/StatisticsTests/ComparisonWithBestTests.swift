import Draws
import Statistics
import Testing

struct ComparisonWithBestTests {
    private let inf = Double.infinity

    private func pValues(_ comparison: ComparisonWithBest) -> [Double] {
        comparison.verdicts.compactMap {
            if case .compared(let pValue) = $0 { pValue } else { nil }
        }
    }

    /// SciPy's exact randomisation test, from `reference.py`.
    @Test func `two configurations give the exact randomisation test`() throws {
        let best = [0.021, 0.034, 0.013, 0.052, 0.029, 0.040, 0.018, 0.025]
        let other = [0.030, 0.031, 0.044, 0.060, 0.055, 0.047, 0.049, 0.026]
        let comparison = try #require(ComparisonWithBest(errors: [best, other], seed: 1))
        #expect(pValues(comparison) == [0.0234375])
        #expect(comparison.smallestPValue == 1.0 / 128)
        #expect(comparison.isExact && comparison.flips == 128)
        #expect(comparison.isWorse(1) && !comparison.isWorse(0))
    }

    /// Written out over all sign changes in `reference.py`.
    @Test func `the step-down procedure over all pairs`() throws {
        let errors: [[Double?]] = [
            [0.021, 0.034, 0.013, 0.052, 0.029, 0.040, 0.018],
            [0.030, 0.031, 0.044, 0.060, 0.055, 0.047, 0.049],
            [0.250, 0.310, 0.190, 0.440, 0.270, 0.390, 0.205],
            [1.900, inf, 2.500, 3.100, 1.700, inf, 2.800],
            [0.019, 0.036, 0.015, 0.050, 0.033, 0.038, 0.020],
        ]
        let comparison = try #require(ComparisonWithBest(errors: errors, seed: 1))
        #expect(pValues(comparison) == [0.109375, 0.015625, 0.015625, 0.359375])
        #expect((1...4).map(comparison.isWorse) == [false, true, true, false])
    }

    @Test func `five replicates can tell nothing apart, and say so`() throws {
        let comparison = try #require(
            ComparisonWithBest(errors: [[1, 1, 1, 1, 1], [9, 9, 9, 9, 9]], seed: 1))
        #expect(comparison.smallestPValue == 0.0625)
        #expect(comparison.verdicts == [.best, .tooFewReplicates])
        #expect(ComparisonWithBest(errors: [[1, 2]], seed: 1) == nil)
    }

    @Test func `configurations are compared on the replicates that they share`() throws {
        let best: [Double?] = [1, 1, 1, 1, 1, 1, 1, 1]
        let screened: [Double?] = [9, 8, 7, 9, 9]
        let focused: [Double?] = [9, 8, 7, 9, 9, 8, 7, nil]
        let comparison = try #require(
            ComparisonWithBest(errors: [best, screened, focused], seed: 1))
        #expect(comparison.verdicts[1] == .tooFewReplicates)
        #expect(comparison.verdicts[2] == .compared(pValue: 1.0 / 64))
        #expect(comparison.replicates == 7)
        #expect(comparison.smallestPValue == 1.0 / 64)
    }

    @Test func `failures in the same replicates are equal, and others the worst`() throws {
        let base = (0..<10).map { Double($0 + 1) }
        var best: [Double?] = base
        var other: [Double?] = base
        best[3] = inf
        other[3] = inf
        var comparison = try #require(ComparisonWithBest(errors: [best, other], seed: 1))
        #expect(pValues(comparison) == [1])
        for place in [0, 1, 2, 4, 5, 6, 7] { other[place] = inf }
        comparison = try #require(ComparisonWithBest(errors: [best, other], seed: 1))
        #expect(pValues(comparison) == [2.0 / 128])
    }

    @Test func `many replicates are drawn from, the same for a seed`() throws {
        let errors: [[Double?]] = (0..<4).map { place in
            var stream = DrawStream(seed: 3, path: [UInt64(place)])
            return (0..<20).map { _ in Portable.exp(stream.normal() + 3 * Double(place / 2)) }
        }
        let comparison = try #require(ComparisonWithBest(errors: errors, seed: 5))
        #expect(!comparison.isExact && comparison.flips == 2000)
        #expect(comparison.smallestPValue == 1.0 / 2000)
        #expect(comparison == ComparisonWithBest(errors: errors, seed: 5))
        #expect((1...3).map(comparison.isWorse) == [false, true, true])
    }

    /// Errors of equal configurations share the luck of the data, are skewed, and the best by the
    /// median of the same replicates is what the others are held against.
    @Test(arguments: [(3, 6), (12, 8), (6, 14)])
    func `equal configurations are told apart no more often than the level`(
        configurations: Int, replicates: Int
    ) throws {
        let sweeps = replicates > SweepLimit.exact ? 60 : 250
        var wrong = 0
        for sweep in 0..<sweeps {
            let errors = simulated(
                configurations, replicates, worse: 0, seed: UInt64(sweep))
            let comparison = try #require(ComparisonWithBest(errors: errors, seed: 1))
            if (1..<configurations).contains(where: comparison.isWorse) { wrong += 1 }
        }
        // 5 % and three standard deviations.
        let allowed = 0.05 + 3 * (0.05 * 0.95 / Double(sweeps)).squareRoot()
        #expect(Double(wrong) / Double(sweeps) <= allowed)
    }

    @Test func `bad configurations beside do not make equal ones look different`() throws {
        let sweeps = 200
        var (wrong, found) = (0, 0)
        for sweep in 0..<sweeps {
            let errors = simulated(10, 10, worse: 5, seed: UInt64(1000 + sweep))
            let comparison = try #require(ComparisonWithBest(errors: errors, seed: 1))
            let isGood = errors.map { ($0[0] ?? inf) < 20 }
            if (1..<10).contains(where: { isGood[$0] && comparison.isWorse($0) }) { wrong += 1 }
            found += (1..<10).count { !isGood[$0] && comparison.isWorse($0) }
        }
        #expect(Double(wrong) / Double(sweeps) <= 0.05 + 3 * 0.0154)
        #expect(Double(found) / Double(5 * sweeps) > 0.9)
    }

    @Test func `few replicates of many configurations find the bad ones`() throws {
        let (configurations, bad) = (60, 20)
        var (wrong, found) = (0, 0)
        let sweeps = 20
        for sweep in 0..<sweeps {
            let errors = simulated(configurations, 8, worse: bad, seed: UInt64(5000 + sweep))
            let comparison = try #require(ComparisonWithBest(errors: errors, seed: 1))
            let worse = (1..<configurations).filter(comparison.isWorse)
            let isBad = errors.map { ($0[0] ?? inf) > 20 }
            if worse.contains(where: { !isBad[$0] }) { wrong += 1 }
            found += worse.count { isBad[$0] }
        }
        #expect(wrong <= 4)
        #expect(Double(found) / Double(sweeps * bad) > 0.8)
    }

    private enum SweepLimit { static let exact = 12 }

    /// Sorted by median, the best first; the last `worse` of them are a hundred times worse.
    private func simulated(
        _ configurations: Int, _ replicates: Int, worse: Int, seed: UInt64
    ) -> [[Double?]] {
        var stream = DrawStream(seed: seed, path: [1])
        let luck = (0..<replicates).map { _ in stream.normal() }
        let errors = (0..<configurations).map { place in
            luck.map { luck in
                let own = -Portable.log(stream.openUnit())
                return Portable.exp(luck + own) * (place >= configurations - worse ? 1000 : 0.1)
            }
        }
        return errors.sorted { upperMedian($0)! < upperMedian($1)! }
    }
}
