internal import Draws

/// How well Markov chains of one quantity mix, and how much they tell: Vehtari, Gelman, Simpson,
/// Carpenter and Bürkner, "Rank-normalization, folding, and localization: an improved R̂",
/// Bayesian Analysis 16 (2021), doi:10.1214/20-BA1221.
public struct ChainDiagnostics: Hashable, Sendable {
    /// The larger of the rank-normalised split R̂ of the draws and of their distances from the
    /// median; 1 where the chains agree, NaN where a chain does not move.
    public let rHat: Double
    /// How many independent draws tell as much of the centre.
    public let bulkSize: Double
    /// How many independent draws tell as much of the 5 % and 95 % quantiles: the smaller number.
    public let tailSize: Double

    /// - Parameter chains: Draws of each chain, equally many, at least 8.
    public init(of chains: [[Double]]) {
        let halves = SplitChains(chains)
        let pooled = chains.flatMap { $0 }.sorted()
        let ranked = halves.rankNormalized
        let median = halves.chains.flatMap { $0 }.sorted().quantile(0.5)
        let folded = halves.mapped { ($0 - median).magnitude }.rankNormalized
        rHat = max(ranked.rHat, folded.rHat)
        bulkSize = ranked.effectiveSampleSize
        let tails = [0.05, 0.95].map { probability in
            let limit = pooled.quantile(probability)
            return halves.mapped { $0 <= limit ? 1 : 0 }.effectiveSampleSize
        }
        tailSize = min(tails[0], tails[1])
    }
}

extension [Double] {
    /// The quantile of sorted numbers, interpolated between the two around it.
    func quantile(_ probability: Double) -> Double {
        let place = probability * Double(count - 1)
        let below = Int(place)
        let above = Swift.min(below + 1, count - 1)
        return self[below] + (place - Double(below)) * (self[above] - self[below])
    }

    fileprivate var mean: Double { reduce(0, +) / Double(count) }

    /// The sum of squares from the mean over n − 1.
    fileprivate var variance: Double {
        let center = mean
        return reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(count - 1)
    }
}

/// The halves of chains, each a chain of its own, so that a chain that drifts is seen.
private struct SplitChains {
    let chains: [[Double]]

    init(_ whole: [[Double]]) {
        let half = whole[0].count / 2
        chains = whole.flatMap { [Array($0.prefix(half)), Array($0.suffix(half))] }
    }

    private init(halves: [[Double]]) { chains = halves }

    private var length: Int { chains[0].count }
    private var count: Int { chains.count * length }

    func mapped(_ function: (Double) -> Double) -> SplitChains {
        SplitChains(halves: chains.map { $0.map(function) })
    }

    /// Normal scores of the draws' ranks among all draws (Blom 1958), equal ones of mean rank.
    var rankNormalized: SplitChains {
        let values = chains.flatMap { $0 }
        let order = values.indices.sorted { values[$0] < values[$1] }
        var scores = values
        var first = 0
        while first < order.count {
            var next = first + 1
            while next < order.count, values[order[next]] == values[order[first]] { next += 1 }
            let rank = Double(first + 1 + next) / 2
            let score = Portable.inverseNormal((rank - 0.375) / (Double(count) + 0.25))
            for place in order[first..<next] { scores[place] = score }
            first = next
        }
        return SplitChains(
            halves: chains.indices.map { Array(scores[$0 * length..<($0 + 1) * length]) })
    }

    /// √(((n − 1)/n · W + B/n) / W) with the variance between chains B and within them W.
    var rHat: Double {
        let within = chains.map(\.variance).mean
        let between = chains.map(\.mean).variance
        return (between / within + Double(length - 1) / Double(length)).squareRoot()
    }

    /// The number of draws over their integrated autocorrelation time, which is summed over pairs
    /// of neighbouring lags as long as they are positive, each pair no larger than the one before
    /// (Geyer 1992, doi:10.1214/ss/1177011137); the last one counts by its first half.
    var effectiveSampleSize: Double {
        let centered = chains.map { chain in
            let mean = chain.mean
            return chain.map { $0 - mean }
        }
        let within = chains.map(\.variance).mean
        guard within > 0 else { return .nan }
        let total = within * Double(length - 1) / Double(length) + chains.map(\.mean).variance
        func correlation(atLag lag: Int) -> Double {
            let covariances = centered.map { chain in
                zip(chain, chain[lag...]).reduce(0) { $0 + $1.0 * $1.1 } / Double(length)
            }
            return 1 - (within - covariances.mean) / total
        }
        var time = -1.0
        var smallest = Double.infinity
        var lag = 0
        var isPositive = true
        while isPositive, lag + 2 < length {
            let even = lag == 0 ? 1 : correlation(atLag: lag)
            let pair = even + correlation(atLag: lag + 1)
            isPositive = pair > 0 && lag + 4 < length
            if isPositive {
                smallest = min(smallest, pair)
                time += 2 * smallest
            } else {
                time += max(even, 0)
            }
            lag += 2
        }
        // Draws that alternate tell more than independent ones, within reason.
        return Double(count) / max(time, 1 / logarithm10(Double(count)))
    }

    private func logarithm10(_ value: Double) -> Double { Portable.log(value) / Portable.log(10) }
}
