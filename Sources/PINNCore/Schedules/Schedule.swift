import Draws

/// The learning rate as a function of the steps done in a first-order phase.
///
/// Computed with portable arithmetic: the rates are the same bits on every machine.
public struct Schedule: Hashable, Sendable {
    /// How the rate changes.
    public enum Shape: Hashable, Sendable {
        case constant
        /// Halved continuously: η · 0.5^(k / halfLife), with the half-life in steps.
        case exponential(halfLife: Double)
        /// η · (1 + cos(π k / budget)) / 2, which comes to 0 where the budget is used up.
        case cosine(budget: Int)
        /// η · factor^⌊k / every⌋, with `every` in steps.
        case step(every: Int, factor: Double)
        /// η · factor^n, where n counts how often the loss has not fallen below its lowest value,
        /// by a ten-thousandth of it, for more than `patience` steps in a row.
        case plateau(patience: Int, factor: Double)
    }

    public var initialRate: Double
    public var shape: Shape
    /// The first steps, in which the rate grows in proportion to their number.
    public var warmup: Int

    public init(initialRate: Double, shape: Shape = .constant, warmup: Int = 0) {
        self.initialRate = initialRate
        self.shape = shape
        self.warmup = warmup
    }

    /// The rate of the step that follows `stepsDone` steps of the same phase.
    ///
    /// - Parameter reductions: How often a plateau has reduced it.
    public func rate(at stepsDone: Int, reductions: Int = 0) -> Double {
        let rate = unwarmedRate(at: stepsDone, reductions: reductions)
        return stepsDone < warmup ? rate * (Double(stepsDone + 1) / Double(warmup)) : rate
    }

    private func unwarmedRate(at stepsDone: Int, reductions: Int) -> Double {
        switch shape {
        case .constant: initialRate
        case .exponential(let halfLife):
            initialRate * Portable.power(0.5, Double(stepsDone) / halfLife)
        case .cosine(let budget):
            initialRate * Schedule.cosineDecay(Double(min(stepsDone, budget)) / Double(budget))
        case .step(let every, let factor):
            initialRate * Portable.power(factor, Double(stepsDone / every))
        case .plateau(_, let factor): initialRate * Portable.power(factor, Double(reductions))
        }
    }

    /// (1 + cos(π x)) / 2 = cos²(π x / 2) for x in [0, 1], by the series of the cosine.
    private static func cosineDecay(_ x: Double) -> Double {
        let square = x * x * (Double.pi * Double.pi / 4)
        // 1 − s/(1·2) (1 − s/(3·4) (1 − …)): the terms left out are below 1e-20.
        let cosine = stride(from: 23.0, through: 1, by: -2).reduce(1.0) { rest, place in
            1 - square / (place * (place + 1)) * rest
        }
        return cosine * cosine
    }
}
