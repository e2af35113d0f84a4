/// What each level of each factor adds to the response, whatever the others are.
///
/// The additive model response = mean + Σ effect(level), fitted by least squares with effects that
/// sum to 0 over the runs of a factor. On a full grid an effect is the mean of the level's runs minus
/// the mean of all; on other designs it is adjusted for the other factors' main effects.
public struct MainEffects: Hashable, Sendable {
    public let mean: Double
    /// By factor, by level; 0 where a level has no run.
    public let effects: [[Double]]

    /// Fits by Gauss-Seidel on the normal equations ("backfitting": Buja, Hastie and Tibshirani,
    /// Annals of Statistics 17, 1989): a single pass over the factors on a full grid.
    ///
    /// - Parameter response: By run; finite.
    public init(_ design: Design, response: [Double]) {
        precondition(response.count == design.runs && design.runs > 0, "a response a run")
        let mean = response.reduce(0, +) / Double(design.runs)
        let fit = Backfitting(design, centred: response.map { $0 - mean })
        self.mean = mean
        effects = fit.effects
    }
}

private struct Backfitting {
    private let design: Design
    private let counts: [[Double]]
    private var residual: [Double]
    private(set) var effects: [[Double]]

    private static let passLimit = 200

    init(_ design: Design, centred response: [Double]) {
        self.design = design
        counts = zip(design.levelCounts, design.levels).map { count, levels in
            levels.reduce(into: Array(repeating: 0, count: count)) { $0[$1] += 1 }
        }
        residual = response
        effects = design.levelCounts.map { Array(repeating: 0, count: $0) }
        let size = response.reduce(0) { max($0, $1.magnitude) }
        var passes = 0
        while passes < Backfitting.passLimit, pass() > 1e-12 * size { passes += 1 }
    }

    /// One pass over the factors; the largest change of an effect.
    private mutating func pass() -> Double {
        var largest = 0.0
        for (factor, levels) in design.levels.enumerated() {
            var changes = Array(repeating: 0.0, count: effects[factor].count)
            for (level, value) in zip(levels, residual) { changes[level] += value }
            for level in changes.indices where counts[factor][level] > 0 {
                changes[level] /= counts[factor][level]
                effects[factor][level] += changes[level]
                largest = max(largest, changes[level].magnitude)
            }
            for (run, level) in levels.enumerated() { residual[run] -= changes[level] }
        }
        return largest
    }
}
