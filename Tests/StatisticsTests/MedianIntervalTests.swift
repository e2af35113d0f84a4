import Draws
import Statistics
import Testing

struct MedianIntervalTests {
    /// Places and levels from `reference.py`.
    @Test(arguments: [
        (1, 0, 0, 0.0), (2, 0, 1, 0.5), (3, 0, 2, 0.75), (5, 0, 4, 0.9375), (6, 0, 5, 0.96875),
        (8, 0, 7, 0.9921875), (10, 1, 8, 0.978515625), (20, 5, 14, 0.9586105346679688),
        (33, 10, 22, 0.9649179666303098),
    ])
    func `order statistics state the level that they reach`(
        count: Int, lowest: Int, highest: Int, level: Double
    ) {
        let ranks = MedianRanks.orderStatistics(count: count)
        #expect(ranks.lowest == lowest && ranks.highest == highest)
        #expect(abs(ranks.level - level) < 1e-12)
    }

    /// Places and levels from `reference.py`, whose bootstrap distribution is SciPy's.
    @Test(arguments: [
        (6, 0, 5, 0.96875), (7, 0, 6, 0.984375), (9, 1, 7, 0.9609375), (10, 1, 8, 0.978515625),
        (20, 5, 14, 0.9586105346679688), (33, 9, 22, 0.9756934898905456),
    ])
    func `the bootstrap is widened until its true level is enough`(
        count: Int, lowest: Int, highest: Int, level: Double
    ) {
        let ranks = MedianRanks.bootstrap(count: count)
        #expect(ranks.lowest == lowest && ranks.highest == highest)
        #expect(abs(ranks.level - level) < 1e-12)
    }

    @Test func `five values and six are treated by different methods`() {
        #expect(MedianInterval([1, 2, 3, 4, 5])?.method == .orderStatistics)
        #expect(MedianInterval([1, 2, 3, 4, 5, 6])?.method == .bootstrap)
        #expect(MedianInterval([]) == nil)
    }

    @Test func `a failure bounds the median from above by nothing`() throws {
        let interval = try #require(MedianInterval([0.3, .infinity, 0.1, 0.2, 0.5]))
        #expect(interval.lowest == 0.1)
        #expect(interval.highest == .infinity)
    }

    @Test func `so many values that a power of one half underflows`() {
        let ranks = MedianRanks(count: 1200)
        #expect(ranks.level >= 0.95 && ranks.level < 0.96)
        // 600 ± 1.96 √1200 / 2
        #expect(abs(ranks.lowest - 566) < 4 && abs(ranks.highest - 634) < 4)
    }

    @Test(arguments: [3, 5, 6, 12, 20])
    func `intervals hold the median as often as they state`(count: Int) {
        var stream = DrawStream(seed: 20, path: [UInt64(count)])
        let ranks = MedianRanks(count: count)
        let samples = 4000
        var held = 0
        for _ in 0..<samples {
            // Log-normal: skewed as errors are, with median 1.
            let values = (0..<count).map { _ in Portable.exp(stream.normal()) }
            let interval = ranks.interval(of: values)
            if interval.lowest <= 1, 1 <= interval.highest { held += 1 }
        }
        let deviation = (ranks.level * (1 - ranks.level) / Double(samples)).squareRoot()
        #expect(abs(Double(held) / Double(samples) - ranks.level) < 4 * deviation)
    }

    @Test func `the upper median is the larger of the middle two`() {
        #expect(upperMedian([4, 1, 3, 2]) == 3)
        #expect(upperMedian([]) == nil)
        #expect(upperMedianByMagnitude([-3, 1, 2]) == 2)
        #expect(upperMedianByMagnitude([-2, 1, -3]) == -2)
    }
}
