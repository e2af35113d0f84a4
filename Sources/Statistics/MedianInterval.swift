/// Between which of a sample's ordered values the median of its population lies, and how surely.
///
/// The number of values below a population's median is binomial with probability ½ whatever the
/// population, as long as ties are rare, so the interval between two ordered values has a known
/// level (David & Nagaraja, "Order statistics", 2003, section 7.1). That level, not the one asked
/// for, is what is stated.
public struct MedianRanks: Hashable, Sendable {
    public enum Method: String, Hashable, Sendable {
        case orderStatistics = "order statistics"
        case bootstrap
    }

    public let count: Int
    /// Places among the ordered values, from 0.
    public let lowest: Int
    public let highest: Int
    /// The probability that the population's median lies between the two.
    public let level: Double
    public let method: Method

    /// Samples of at least this size are bootstrapped.
    public static let bootstrapCount = 6

    /// The places for a sample of `count` values: by order statistics below six, by the bootstrap
    /// from there on.
    ///
    /// - Parameter level: What the level should reach at least. Where the whole sample does not
    ///   reach it, the places are the lowest and the highest: five values reach 93.75 %.
    /// - Precondition: `count` is positive, and `level` in (0, 1).
    public init(count: Int, level: Double = 0.95) {
        self =
            count < MedianRanks.bootstrapCount
            ? .orderStatistics(count: count, level: level) : .bootstrap(count: count, level: level)
    }

    private init(count: Int, lowest: Int, highest: Int, below: Binomial, method: Method) {
        self.count = count
        self.lowest = lowest
        self.highest = highest
        self.method = method
        level = highest > lowest ? below.probability(of: lowest + 1...highest) : 0
    }

    /// The narrowest places of equal distance to both ends with at least the level: the sign test
    /// turned round.
    public static func orderStatistics(count: Int, level: Double = 0.95) -> MedianRanks {
        let below = Binomial(tries: count, probability: 0.5)
        let candidates = (0..<(count + 1) / 2).reversed().map {
            MedianRanks(
                count: count, lowest: $0, highest: count - 1 - $0, below: below,
                method: .orderStatistics)
        }
        return candidates.first { $0.level >= level } ?? candidates[candidates.count - 1]
    }

    /// The percentiles of the upper median's bootstrap distribution, widened until their true level
    /// is enough.
    ///
    /// That distribution needs no draws: the upper median of a resample is at most the k-th value
    /// where more than half of `count` draws are, each with probability k/`count` (Maritz and
    /// Jarrett, "A note on estimating the variance of the sample median", JASA 73, 1978; Efron,
    /// SIAM 1982, section 10.3). Percentiles as they come reach less than their nominal level in
    /// small samples, 92 % of 95 % with 20 values. So the nominal level is raised until the true
    /// one, which is known here, is reached (calibration after Loh, JASA 82, 1987).
    public static func bootstrap(count: Int, level: Double = 0.95) -> MedianRanks {
        let below = Binomial(tries: count, probability: 0.5)
        let reached = (1...count).map { place in
            Binomial(tries: count, probability: Double(place) / Double(count))
                .probability(of: count / 2 + 1...count)
        }
        func ranks(_ tail: Double) -> MedianRanks {
            let slack = 1e-12
            return MedianRanks(
                count: count, lowest: reached.firstIndex { $0 >= tail - slack } ?? count - 1,
                highest: reached.firstIndex { $0 >= 1 - tail - slack } ?? count - 1, below: below,
                method: .bootstrap)
        }
        let nominal = (1 - level) / 2
        let tails = [nominal] + (reached + reached.map { 1 - $0 }).filter { $0 < nominal }
        let candidates = tails.sorted(by: >).lazy.map(ranks)
        return candidates.first { $0.level >= level } ?? ranks(0)
    }

    /// The interval that a sample gives.
    ///
    /// - Parameter values: In any order; infinite ones are fine.
    /// - Precondition: There are `count` values.
    public func interval(of values: [Double]) -> MedianInterval {
        precondition(values.count == count, "ranks for samples of another size")
        let sorted = values.sorted()
        return MedianInterval(
            lowest: sorted[lowest], highest: sorted[highest], level: level, method: method)
    }
}

/// An interval for the median of the population that a sample comes from.
public struct MedianInterval: Hashable, Sendable {
    /// Infinite where failures reach so far.
    public let lowest: Double
    public let highest: Double
    /// The probability with which such an interval holds the median, in [0, 1].
    public let level: Double
    public let method: MedianRanks.Method

    init(lowest: Double, highest: Double, level: Double, method: MedianRanks.Method) {
        self.lowest = lowest
        self.highest = highest
        self.level = level
        self.method = method
    }

    /// The interval of a sample; nil of none.
    public init?(_ values: [Double], level: Double = 0.95) {
        guard !values.isEmpty else { return nil }
        self = MedianRanks(count: values.count, level: level).interval(of: values)
    }
}
