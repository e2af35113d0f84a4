import Draws

/// Which configurations the replicates tell apart from the best one.
///
/// Replicates are pairs: replicate r has the same data and seeds in every configuration. The
/// statistic of two configurations is Σd/√Σd², where d is the difference of their log errors in a
/// replicate that both have: it rises with the t statistic of paired differences, and its
/// denominator does not change with their signs. Ranks in place of differences would be bounded so
/// closely that, of many configurations, some pair reaches the bound by chance at every sign change
/// of a few replicates, and nothing could be told apart. A failure counts as ten times the largest
/// error of a success: worse than any, and two failures are equal. An error of 0 counts as the
/// smallest above 0.
///
/// The p-values are adjusted for the number of configurations by the step-down max-T procedure of
/// Westfall and Young ("Resampling-based multiple testing", 1993, algorithm 2.8): the signs of whole
/// replicates are changed, for all configurations alike, and a statistic is held against the
/// largest that a sign change gives. That largest is over *all pairs* of the configurations still in
/// question, not only over pairs with the best, because the best was chosen on the same replicates:
/// among equal configurations the luckiest beats the unluckiest by the largest of all differences.
/// So the probability of telling any configuration apart that is as good as the others is at most
/// the level, however the best was chosen. It assumes that, where configurations are equally good,
/// differences of their log errors are as likely positive as negative.
public struct ComparisonWithBest: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable {
        case best
        /// Compared, with the adjusted p-value that it is no worse than the best.
        case compared(pValue: Double)
        /// It shares so few replicates with the best that no result could tell them apart.
        case tooFewReplicates
    }

    /// By configuration, in the order given.
    public let verdicts: [Verdict]
    /// The p-value up to which configurations are told apart.
    public let level: Double
    /// The most replicates that a configuration shares with the best.
    public let replicates: Int
    /// The smallest p-value that the test can give with that many replicates.
    public let smallestPValue: Double
    /// Sign changes looked at, and whether these are all.
    public let flips: Int
    public let isExact: Bool

    /// - Parameters:
    ///   - errors: By configuration, the best first, by replicate; infinite for a failure, nil where
    ///     the replicate was not run; rows may be of different lengths.
    ///   - seed: Of the sign changes, where there are too many to look at all.
    public init?(errors: [[Double?]], level: Double = 0.05, seed: UInt64) {
        guard let best = errors.first, errors.count > 1 else { return nil }
        let columns = best.indices.filter { best[$0] != nil }
        let logs = LogErrors(errors, columns: columns).rows
        let shared = logs.map { $0.count { !$0.isNaN } }
        self.level = level
        replicates = shared.dropFirst().max()!
        let flips = SignFlips(replicates: columns.count, seed: seed)
        self.flips = flips.count
        isExact = flips.isExact
        func reachable(_ replicates: Int) -> Double {
            max(1 / Double(1 << min(max(replicates - 1, 0), 40)), 1 / Double(flips.count))
        }
        smallestPValue = reachable(replicates)
        let testable = logs.indices.dropFirst().filter { reachable(shared[$0]) <= level }
        var verdicts = logs.map { _ in Verdict.tooFewReplicates }
        verdicts[0] = .best
        let pValues = StepDown(logs: logs, testable: testable, flips: flips).pValues
        for (place, pValue) in zip(testable, pValues) {
            verdicts[place] = .compared(pValue: pValue)
        }
        self.verdicts = verdicts
    }

    /// Whether a configuration is told apart from the best, as worse.
    public func isWorse(_ place: Int) -> Bool {
        if case .compared(let pValue) = verdicts[place] { pValue <= level } else { false }
    }
}

/// Finite logarithms of errors, NaN where there is none.
private struct LogErrors {
    private(set) var rows: [[Double]]

    /// ln 10: failures beyond the largest error of a success.
    private static let failureMargin = 2.30258509299404568402

    init(_ errors: [[Double?]], columns: [Int]) {
        rows = errors.map { row in
            columns.map { $0 < row.count ? row[$0].map(Portable.log) ?? .nan : .nan }
        }
        let finite = rows.joined().filter(\.isFinite)
        let failure = (finite.max() ?? 0) + LogErrors.failureMargin
        let smallest = finite.min() ?? 0
        for row in rows.indices {
            for column in rows[row].indices where rows[row][column].isInfinite {
                rows[row][column] = rows[row][column] > 0 ? failure : smallest
            }
        }
    }
}

/// The step-down procedure over all pairs.
private struct StepDown {
    /// By testable configuration, in the order given.
    private(set) var pValues: [Double]

    init(logs: [[Double]], testable: [Int], flips: SignFlips) {
        var scores = PairedDifferences(replicates: flips.replicates)
        let statistics = testable.map { place in
            scores.assign(logs[place], minus: logs[0])
            return scores.sum
        }
        // The least different first: the k first ones are in question when the k-th is judged.
        let order = testable.indices.sorted { (statistics[$0], $0) < (statistics[$1], $1) }
        let rows = [logs[0]] + order.map { logs[testable[$0]] }
        var largest = Array(repeating: Float(0), count: flips.count)
        var sums = largest
        pValues = Array(repeating: 1, count: testable.count)
        for (place, row) in rows.enumerated().dropFirst() {
            for other in rows[..<place] {
                scores.assign(row, minus: other)
                scores.raise(&largest, through: &sums, by: flips)
            }
            let statistic = Float(statistics[order[place - 1]]) - 1e-5
            let reaching = largest.count { $0 >= statistic }
            pValues[order[place - 1]] = Double(reaching) / Double(flips.count)
        }
        // A configuration is not told apart where a more different one is not.
        var bound = 0.0
        for place in order.reversed() {
            bound = max(bound, statistics[place] > 0 ? pValues[place] : 1)
            pValues[place] = bound
        }
    }
}

/// The differences between two configurations, scaled so that the sum of their squares is 1: under
/// sign changes their sum has mean 0 and variance 1.
private struct PairedDifferences {
    private var values: [Double]

    init(replicates: Int) {
        values = Array(repeating: 0, count: replicates)
    }

    var sum: Double { values.reduce(0, +) }

    /// Replicates that one of the two does not have count 0.
    mutating func assign(_ row: [Double], minus other: [Double]) {
        var squares = 0.0
        for place in values.indices {
            let difference = row[place] - other[place]
            values[place] = difference.isNaN ? 0 : difference
            squares += values[place] * values[place]
        }
        guard squares > 0 else { return }
        let scale = 1 / squares.squareRoot()
        for place in values.indices { values[place] *= scale }
    }

    /// Raises the largest magnitude of each flip to that of the flipped sum where it is larger.
    func raise(_ largest: inout [Float], through sums: inout [Float], by flips: SignFlips) {
        let count = flips.count
        largest.withUnsafeMutableBufferPointer { largest in
            sums.withUnsafeMutableBufferPointer { sums in
                flips.signs.withUnsafeBufferPointer { signs in
                    for flip in 0..<count { sums[flip] = 0 }
                    for (replicate, value) in values.enumerated() where value != 0 {
                        let (weight, start) = (Float(value), replicate * count)
                        for flip in 0..<count { sums[flip] += weight * signs[start + flip] }
                    }
                    for flip in 0..<count {
                        largest[flip] = max(largest[flip], sums[flip].magnitude)
                    }
                }
            }
        }
    }
}
