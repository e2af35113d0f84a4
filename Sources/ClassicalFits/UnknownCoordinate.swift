import Glibc
public import ProblemModel

/// The coordinate in which an unknown is fitted: its logarithm, or itself in units of
/// max(|guess|, 1) where it may be negative.
public struct UnknownCoordinate: Hashable, Sendable {
    public let name: String
    public let isLogarithmic: Bool
    /// What a linear coordinate counts in.
    let unit: Double

    public init(_ unknown: Unknown) {
        name = unknown.name
        isLogarithmic = unknown.isLogarithmic
        unit = max(unknown.guess.magnitude, 1)
    }

    /// The unknown's value at a coordinate.
    func value(at coordinate: Double) -> Double {
        isLogarithmic ? exp(coordinate) : coordinate * unit
    }

    /// The coordinate of a value.
    func coordinate(of value: Double) -> Double { isLogarithmic ? log(value) : value / unit }

    /// The derivative of the value by the coordinate.
    func slope(atValue value: Double) -> Double { isLogarithmic ? value : unit }

    /// The standard error relative to the value, of a standard error of the coordinate.
    func relativeError(_ error: Double, atValue value: Double) -> Double {
        isLogarithmic ? error : error * unit / value.magnitude
    }
}
