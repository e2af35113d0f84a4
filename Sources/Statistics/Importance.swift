/// Which factors the variance of a response comes from: functional ANOVA.
///
/// The response as a function of the factors is split into its mean, a main effect of each factor,
/// an interaction of each pair and the rest, all orthogonal, where every combination of levels
/// weighs the same (Sobol' 1993; Hooker 2007). A share is the variance of such a part divided by
/// that of the whole.
public struct Importance: Hashable, Sendable {
    public enum Method: Hashable, Sendable {
        /// Exact: every combination of levels was run equally often.
        case fullGrid
        /// From a random forest fitted to the runs, which fills in combinations that were not run
        /// (Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter
        /// importance", ICML 2014). `explained` is the share of the response's variance that it
        /// predicts in runs that a tree was not fitted to; near 0 or below, the shares say nothing.
        case forest(trees: Int, explained: Double)
    }

    public struct Interaction: Hashable, Sendable {
        /// Two factors, the first one first.
        public let factors: [Int]
        public let share: Double
    }

    public let method: Method
    /// By factor, in [0, 1].
    public let main: [Double]
    /// Of all pairs of factors, the largest first.
    public let interactions: [Interaction]

    /// What main effects and interactions of two leave: interactions of more factors, and noise.
    public var rest: Double {
        max(0, 1 - main.reduce(0, +) - interactions.reduce(0) { $0 + $1.share })
    }

    /// - Parameters:
    ///   - response: By run; finite.
    ///   - seed: Of the forest, where one is needed.
    /// - Returns: nil where the response does not vary.
    /// - Precondition: There is a response a run.
    public init?(_ design: Design, response: [Double], seed: UInt64) {
        precondition(response.count == design.runs, "a response a run")
        guard let first = response.first, response.contains(where: { $0 != first }) else {
            return nil
        }
        let parts: [Marginals]
        if design.isFullFactorial {
            method = .fullGrid
            parts = [Marginals(grid: design, response: response)]
        } else {
            let forest = RegressionForest(design, response: response, seed: seed)
            method = .forest(trees: forest.trees.count, explained: forest.explained)
            parts = forest.trees.map { Marginals(tree: $0, levelCounts: design.levelCounts) }
                .filter { $0.variance > 0 }
        }
        guard !parts.isEmpty else { return nil }
        func mean(_ share: (Marginals) -> Double) -> Double {
            max(0, parts.reduce(0) { $0 + share($1) } / Double(parts.count))
        }
        let factors = design.levelCounts.indices
        main = factors.map { factor in mean { $0.share(of: factor) } }
        interactions = factors.flatMap { first in
            factors.dropFirst(first + 1).map { second in
                Interaction(
                    factors: [first, second], share: mean { $0.share(of: first, and: second) })
            }
        }
        .sorted { left, right in
            left.share != right.share
                ? left.share > right.share
                : left.factors.lexicographicallyPrecedes(right.factors)
        }
    }
}

/// The means of a function over all factors but one or two, every combination weighing the same.
struct Marginals {
    private let mean: Double
    let variance: Double
    /// By factor, by level.
    private let single: [[Double]]
    /// By pair of factors, by the first one's level and then the second one's.
    private var double: [[Int]: [Double]] = [:]

    /// Of a full grid's runs.
    init(grid design: Design, response: [Double]) {
        let mean = response.reduce(0, +) / Double(design.runs)
        self.mean = mean
        variance =
            response.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(design.runs)
        let counts = design.levelCounts
        single = counts.indices.map { factor in
            var means = Array(repeating: 0.0, count: counts[factor])
            for (level, value) in zip(design.levels[factor], response) { means[level] += value }
            return means.map { $0 * Double(counts[factor]) / Double(design.runs) }
        }
        for (first, second) in Marginals.pairs(counts.count) {
            let cells = counts[first] * counts[second]
            var means = Array(repeating: 0.0, count: cells)
            for run in 0..<design.runs {
                let (row, column) = (design.levels[first][run], design.levels[second][run])
                means[row * counts[second] + column] += response[run]
            }
            double[[first, second]] = means.map { $0 * Double(cells) / Double(design.runs) }
        }
    }

    /// Of a tree, whose leaves are boxes of levels.
    init(tree: RegressionTree, levelCounts counts: [Int]) {
        var single = counts.map { Array(repeating: 0.0, count: $0) }
        var double: [[Int]: [Double]] = [:]
        let pairs = Marginals.pairs(counts.count)
        for (first, second) in pairs {
            double[[first, second]] = Array(repeating: 0, count: counts[first] * counts[second])
        }
        var (mean, square) = (0.0, 0.0)
        for leaf in tree.leaves {
            let parts = zip(leaf.box, counts).map { Double($0.count) / Double($1) }
            let weight = parts.reduce(1, *)
            mean += weight * leaf.value
            square += weight * leaf.value * leaf.value
            for factor in counts.indices {
                let addend = weight / parts[factor] * leaf.value
                for level in leaf.box[factor] { single[factor][level] += addend }
            }
            for (first, second) in pairs {
                let addend = weight / parts[first] / parts[second] * leaf.value
                for row in leaf.box[first] {
                    for column in leaf.box[second] {
                        double[[first, second]]![row * counts[second] + column] += addend
                    }
                }
            }
        }
        self.mean = mean
        variance = max(0, square - mean * mean)
        self.single = single
        self.double = double
    }

    private static func pairs(_ factors: Int) -> [(Int, Int)] {
        (0..<factors).flatMap { first in (first + 1..<max(factors, first + 1)).map { (first, $0) } }
    }

    func share(of factor: Int) -> Double { part(of: single[factor]) / variance }

    func share(of first: Int, and second: Int) -> Double {
        (part(of: double[[first, second]]!) - part(of: single[first]) - part(of: single[second]))
            / variance
    }

    private func part(of means: [Double]) -> Double {
        means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(means.count)
    }
}
