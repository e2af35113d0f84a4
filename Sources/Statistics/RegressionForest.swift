import Draws

/// Regression trees on resampled runs (Breiman, "Random forests", Machine Learning 45, 2001).
struct RegressionForest {
    let trees: [RegressionTree]
    /// The share of the response's variance predicted by the trees that did not see a run.
    let explained: Double

    private static let treeCount = 48
    /// A tree is fitted to at most this many draws, which bounds the time of large sweeps.
    private static let drawLimit = 2000

    init(_ design: Design, response: [Double], seed: UInt64) {
        let draws = min(design.runs, RegressionForest.drawLimit)
        var trees: [RegressionTree] = []
        var sums = Array(repeating: 0.0, count: design.runs)
        var counts = Array(repeating: 0.0, count: design.runs)
        for number in 0..<RegressionForest.treeCount {
            var stream = DrawStream(seed: seed, path: [UInt64(number), 0])
            let sample = (0..<draws).map { _ in stream.integer(below: design.runs) }
            let tree = RegressionTree(design, response: response, sample: sample, stream: &stream)
            var isSeen = Array(repeating: false, count: design.runs)
            for run in sample { isSeen[run] = true }
            for run in 0..<design.runs where !isSeen[run] {
                sums[run] += tree.prediction(design, run: run)
                counts[run] += 1
            }
            trees.append(tree)
        }
        self.trees = trees
        let judged = (0..<design.runs).filter { counts[$0] > 0 }
        let mean = judged.reduce(0) { $0 + response[$1] } / Double(max(judged.count, 1))
        let (error, total) = judged.reduce(into: (0.0, 0.0)) { result, run in
            let miss = response[run] - sums[run] / counts[run]
            result.0 += miss * miss
            result.1 += (response[run] - mean) * (response[run] - mean)
        }
        explained = total > 0 ? 1 - error / total : 0
    }
}

/// A tree that halves ranges of levels where that lowers the squared error most (Breiman,
/// Friedman, Olshen and Stone, "Classification and regression trees", 1984).
struct RegressionTree {
    struct Leaf {
        /// By factor: its levels.
        let box: [Range<Int>]
        let value: Double
    }

    private struct Node {
        var factor = 0
        /// Levels below it go to the lower child.
        var threshold = 0
        var lower = 0
        var upper = 0
        var value = 0.0
        var isLeaf: Bool { lower == 0 }
    }

    private(set) var leaves: [Leaf] = []
    private var nodes: [Node] = []

    private static let smallestLeaf = 3

    init(_ design: Design, response: [Double], sample: [Int], stream: inout DrawStream) {
        _ = grow(
            Growth(design: design, response: response), sample,
            design.levelCounts.map { 0..<$0 }, &stream)
    }

    private struct Growth {
        let design: Design
        let response: [Double]
    }

    func prediction(_ design: Design, run: Int) -> Double {
        var node = nodes[0]
        while !node.isLeaf {
            let isLower = design.levels[node.factor][run] < node.threshold
            node = nodes[isLower ? node.lower : node.upper]
        }
        return node.value
    }

    /// Adds the node of a sample; its place.
    private mutating func grow(
        _ growth: Growth, _ sample: [Int], _ box: [Range<Int>], _ stream: inout DrawStream
    ) -> Int {
        let place = nodes.count
        nodes.append(Node())
        guard let split = bestSplit(growth, sample, box, &stream) else {
            let sum = sample.reduce(0) { $0 + growth.response[$1] }
            nodes[place].value = sum / Double(sample.count)
            leaves.append(Leaf(box: box, value: nodes[place].value))
            return place
        }
        let levels = growth.design.levels[split.factor]
        var (lowerBox, upperBox) = (box, box)
        lowerBox[split.factor] = box[split.factor].lowerBound..<split.threshold
        upperBox[split.factor] = split.threshold..<box[split.factor].upperBound
        nodes[place].factor = split.factor
        nodes[place].threshold = split.threshold
        nodes[place].lower = grow(
            growth, sample.filter { levels[$0] < split.threshold }, lowerBox, &stream)
        nodes[place].upper = grow(
            growth, sample.filter { levels[$0] >= split.threshold }, upperBox, &stream)
        return place
    }

    /// The best split by a factor, among five in six of the factors drawn anew each time.
    private func bestSplit(
        _ growth: Growth, _ sample: [Int], _ box: [Range<Int>], _ stream: inout DrawStream
    ) -> (factor: Int, threshold: Int)? {
        guard sample.count >= 2 * RegressionTree.smallestLeaf else { return nil }
        let total = sample.reduce(0) { $0 + growth.response[$1] }
        let unsplit = total * total / Double(sample.count)
        var best: (factor: Int, threshold: Int)?
        var largest = unsplit + 1e-12 * unsplit.magnitude + 1e-300
        let count = box.count
        for factor in stream.permutation(count: count).prefix((count * 5 + 5) / 6) {
            let levels = growth.design.levels[factor]
            var sums = Array(repeating: 0.0, count: box[factor].upperBound)
            var counts = Array(repeating: 0, count: box[factor].upperBound)
            for run in sample {
                sums[levels[run]] += growth.response[run]
                counts[levels[run]] += 1
            }
            var (sum, number) = (0.0, 0)
            for level in box[factor].dropLast() {
                sum += sums[level]
                number += counts[level]
                let others = sample.count - number
                guard number >= RegressionTree.smallestLeaf, others >= RegressionTree.smallestLeaf
                else { continue }
                let gain =
                    sum * sum / Double(number) + (total - sum) * (total - sum) / Double(others)
                if gain > largest { (best, largest) = ((factor, level + 1), gain) }
            }
        }
        return best
    }
}
