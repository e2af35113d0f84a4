public import Expressions
public import Settings

/// Why a sweep has no plan. The words for people are made by ``message`` and ``hint``.
public enum PlanFault: Error, Hashable, Sendable {
    /// A name that is no setting.
    case unknownSetting(String)
    /// Two axes of one setting.
    case axisTwice(String)
    /// An axis without a value.
    case noValues(String)
    /// The same value twice on one axis, after `1` and `1.0` became one.
    case valueTwice(setting: String, SettingValue)
    /// A value, or an end of a range, that the setting cannot take.
    case value(SettingFault)
    /// Probabilities that do not fit the values of the axis.
    case probabilities(setting: String, count: Int, values: Int, sum: Double)
    /// A distribution whose parameters make no sense.
    case distribution(setting: String, reason: String)
    /// An axis that a grid cannot walk.
    case notFinite(setting: String, hasProbabilities: Bool)
    /// Points of a grid beyond what a plan holds; nil where even the count overflows.
    case tooManyPoints(count: Int?, limit: Int)
    /// Settings whose `when` conditions wait for each other, in order.
    case cycle([String])
    /// A condition that cannot be evaluated.
    case condition(String, ExpressionFault)
    /// A listed configuration with a value that its setting cannot take; counted from 1.
    case listedValue(number: Int, SettingFault)
    /// A listed configuration equal to an earlier one.
    case listedTwice(first: Int, second: Int)
    /// A listed configuration that does not meet a requirement.
    case listedExcluded(number: Int, requirement: String)
    /// More listed configurations than `run_cap` allows.
    case listedBeyondCap(listed: Int, cap: Int)
    /// A sweep of this method without a `run_cap`, or with one below 1.
    case runCapMissing
    /// Fewer than one replicate.
    case noReplicates
    /// No point is left; each requirement with the number of points that failed it.
    case nothingLeft([ExcludedCount])
    /// Too many failed draws in a row for one configuration of a random sweep, with all points
    /// so far that failed each requirement.
    case exhausted(found: Int, failures: DrawFailures, requirements: [ExcludedCount])
}

/// How many points failed a requirement.
public struct ExcludedCount: Hashable, Sendable {
    public let requirement: String
    public let count: Int
}

/// Why draws were thrown away.
public struct DrawFailures: Hashable, Sendable {
    /// Equal to an earlier configuration.
    public internal(set) var duplicates = 0
    /// Failed a requirement.
    public internal(set) var excluded = 0
    /// Outside the range of a setting.
    public internal(set) var outOfRange = 0

    public var total: Int { duplicates + excluded + outOfRange }
}
