import Draws

/// What a change of one thing does, all else equal, over pairs that differ in it alone.
public struct MatchedPairs: Hashable, Sendable {
    public let count: Int
    /// Pairs that the change makes better, and those that it leaves equal.
    public let better: Int
    public let equal: Int
    /// The median over the pairs of error after by error before: below 1 the change helps.
    public let ratio: Double
    /// Of that median, by order statistics, which is the sign test turned round. Pairs count as
    /// independent.
    public let lowest: Double
    public let highest: Double
    public let level: Double

    /// - Parameter pairs: Errors before and after; infinite for a failure, which is worse than any
    ///   success; two failures are equal.
    /// - Returns: nil of no pairs.
    public init?(_ pairs: [(before: Double, after: Double)], level: Double = 0.95) {
        let changes = pairs.map { before, after in
            before == after ? 0 : Portable.log(after) - Portable.log(before)
        }
        guard let median = symmetricMedian(changes) else { return nil }
        let interval = MedianRanks.orderStatistics(count: changes.count, level: level)
            .interval(of: changes)
        count = changes.count
        better = changes.count { $0 < 0 }
        equal = changes.count { $0 == 0 }
        ratio = Portable.exp(median)
        lowest = Portable.exp(interval.lowest)
        highest = Portable.exp(interval.highest)
        self.level = interval.level
    }
}
