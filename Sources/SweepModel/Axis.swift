public import Expressions
public import Settings

/// One parameter of the search space.
public struct Axis: Hashable, Sendable {
    /// The setting, dotted where nested: `weights.residual`.
    public var setting: String
    public var domain: AxisDomain
    /// Where this is false, the axis takes the setting's default and leaves the identity.
    public var condition: Condition?

    public init(setting: String, domain: AxisDomain, condition: Condition? = nil) {
        self.setting = setting
        self.domain = domain
        self.condition = condition
    }
}

/// The values that an axis takes.
public enum AxisDomain: Hashable, Sendable {
    /// Listed values; with probabilities (of the same count, summing to 1) in random sweeps.
    /// A constant is a list of one.
    case values([SettingValue], probabilities: [Double]?)
    /// Whole numbers, both ends included; in random sweeps uniform.
    case integers(ClosedRange<Int>)
    /// A continuous or quantised distribution, for random sweeps only.
    case distribution(Distribution)
}

/// The distributions of Weights & Biases sweeps, with their meaning of each parameter.
///
/// Quantised ones (`q…`) draw from the plain one and round to the nearest multiple of `q`.
public enum Distribution: Hashable, Sendable {
    case uniform(lowest: Double, highest: Double)
    case quantizedUniform(lowest: Double, highest: Double, quantum: Double)
    /// Uniform in the logarithm, between two values.
    case logUniform(lowest: Double, highest: Double)
    case quantizedLogUniform(lowest: Double, highest: Double, quantum: Double)
    /// One over a log-uniform draw between 1/highest and 1/lowest.
    case inverseLogUniform(lowest: Double, highest: Double)
    case normal(mean: Double, deviation: Double)
    case quantizedNormal(mean: Double, deviation: Double, quantum: Double)
    /// The exponential of a normal draw.
    case logNormal(mean: Double, deviation: Double)
    case quantizedLogNormal(mean: Double, deviation: Double, quantum: Double)
    case beta(a: Double, b: Double)
    case quantizedBeta(a: Double, b: Double, quantum: Double)
}
