/// The points of an experiment: a level of each factor for every run.
public struct Design: Hashable, Sendable {
    /// By factor: how many levels it has.
    public let levelCounts: [Int]
    /// By factor, by run: the level, from 0.
    public let levels: [[Int]]
    public let runs: Int

    /// - Precondition: Every factor has a level for every run, below its number of levels.
    public init(levelCounts: [Int], levels: [[Int]], runs: Int) {
        precondition(levelCounts.count == levels.count, "levels of other factors")
        precondition(
            zip(levelCounts, levels).allSatisfy { count, levels in
                levels.count == runs && levels.allSatisfy { $0 >= 0 && $0 < count }
            }, "a level that its factor does not have")
        self.levelCounts = levelCounts
        self.levels = levels
        self.runs = runs
    }

    /// The place value of each factor's level in a run's number; nil where the full grid is too
    /// large to be numbered.
    private var strides: [Int]? {
        var stride = 1
        var strides: [Int] = []
        for count in levelCounts {
            strides.append(stride)
            let (product, overflow) = stride.multipliedReportingOverflow(by: count)
            guard !overflow else { return nil }
            stride = product
        }
        return strides
    }

    /// The number of each run in the full grid.
    private func numbers(_ strides: [Int]) -> [Int] {
        (0..<runs).map { run in
            levels.indices.reduce(0) { $0 + levels[$1][run] * strides[$1] }
        }
    }

    /// Whether every combination of levels is there equally often.
    public var isFullFactorial: Bool {
        guard runs > 0, let strides else { return false }
        let points = levelCounts.reduce(1, *)
        guard runs % points == 0 else { return false }
        var counts = Array(repeating: 0, count: points)
        for number in numbers(strides) { counts[number] += 1 }
        return counts.allSatisfy { $0 == runs / points }
    }

    /// The pairs of runs that differ in one factor alone.
    public struct Pairs {
        private let design: Design
        private let strides: [Int]
        private let numbers: [Int]
        private let runs: [Int: Int]

        /// - Returns: nil where the full grid has more points than an Int can number, in which
        ///   pairs would be a rarity.
        public init?(_ design: Design) {
            guard let strides = design.strides else { return nil }
            self.design = design
            self.strides = strides
            numbers = design.numbers(strides)
            runs = Dictionary(
                zip(numbers, numbers.indices), uniquingKeysWith: { first, _ in first })
        }

        /// The runs with one level of a factor, each with the run that has another level of it and
        /// all else equal.
        public func matching(
            factor: Int, from: Int, to: Int
        ) -> [(from: Int, to: Int)] {
            (0..<design.runs).compactMap { run in
                guard design.levels[factor][run] == from else { return nil }
                return runs[numbers[run] + (to - from) * strides[factor]].map { (run, $0) }
            }
        }
    }
}
