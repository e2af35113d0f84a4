import Glibc

/// The learning rate as a function of the steps done in a first-order phase.
public struct Schedule: Hashable, Sendable {
    /// How the rate changes.
    public enum Shape: Hashable, Sendable {
        case constant
        /// Halved continuously: η · 0.5^(k / halfLife), with the half-life in steps.
        case exponential(halfLife: Double)
        /// η · (1 + cos(π k / budget)) / 2, which is 0 after the phase's last step.
        case cosine(budget: Int)
    }

    public var initialRate: Double
    public var shape: Shape

    public init(initialRate: Double, shape: Shape = .constant) {
        self.initialRate = initialRate
        self.shape = shape
    }

    /// The rate of the step that follows `stepsDone` steps of the same phase.
    public func rate(at stepsDone: Int) -> Double {
        switch shape {
        case .constant: initialRate
        case .exponential(let halfLife):
            initialRate * exp2(-Double(stepsDone) / halfLife)
        case .cosine(let budget):
            initialRate * 0.5 * (1 + cos(Double.pi * Double(stepsDone) / Double(budget)))
        }
    }
}
