public import Draws
import Glibc

/// How an unknown parameter of the equations is trained.
///
/// A logarithmic unknown p is exp(v) of its training variable v and stays positive; a linear one is
/// v · max(|guess|, 1).
public struct UnknownCoordinate: Hashable, Sendable {
    /// Where training starts, in the unknown's own unit.
    public let guess: Double
    /// Whether the logarithm is trained.
    public let isLogarithmic: Bool
    /// What a drawn guess stays within; nil for any value. Estimates may leave it.
    public let bounds: ClosedRange<Double>?
    /// The unit of a linear training variable, by the problem's own guess.
    private let unit: Double

    /// A coordinate; the guess of a logarithmic one must be positive.
    public init(guess: Double, isLogarithmic: Bool, bounds: ClosedRange<Double>? = nil) {
        self.init(
            guess: guess, isLogarithmic: isLogarithmic, bounds: bounds,
            unit: max(guess.magnitude, 1))
    }

    private init(
        guess: Double, isLogarithmic: Bool, bounds: ClosedRange<Double>?, unit: Double
    ) {
        self.guess = guess
        self.isLogarithmic = isLogarithmic
        self.bounds = bounds
        self.unit = unit
    }

    /// The coordinate with another guess: uniform in the training variable, up to log `spread` to
    /// either side, and then clipped to the bounds.
    ///
    /// A logarithmic unknown so is at most `spread` times higher or lower. Drawn with portable
    /// arithmetic: the guess is the same bits on every machine.
    ///
    /// - Parameter spread: At least 1.
    public func drawn(spread: Double, stream: inout DrawStream) -> UnknownCoordinate {
        let shift = (2 * stream.unit() - 1) * Portable.log(spread)
        var guess = isLogarithmic ? guess * Portable.exp(shift) : guess + shift * unit
        if let bounds { guess = min(max(guess, bounds.lowerBound), bounds.upperBound) }
        return UnknownCoordinate(
            guess: guess, isLogarithmic: isLogarithmic, bounds: bounds, unit: unit)
    }

    /// The training variable at the guess.
    public var start: Double { isLogarithmic ? log(guess) : guess / unit }

    /// The unknown for a value of its training variable.
    public func natural(_ variable: Double) -> Double {
        isLogarithmic ? exp(variable) : variable * unit
    }

    /// d(unknown)/d(training variable), given the unknown.
    func slope(natural: Double) -> Double { isLogarithmic ? natural : unit }
}
