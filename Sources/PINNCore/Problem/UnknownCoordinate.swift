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

    /// A coordinate; the guess of a logarithmic one must be positive.
    public init(guess: Double, isLogarithmic: Bool) {
        self.guess = guess
        self.isLogarithmic = isLogarithmic
    }

    private var unit: Double { max(guess.magnitude, 1) }

    /// The training variable at the guess.
    public var start: Double { isLogarithmic ? log(guess) : guess / unit }

    /// The unknown for a value of its training variable.
    public func natural(_ variable: Double) -> Double {
        isLogarithmic ? exp(variable) : variable * unit
    }

    /// d(unknown)/d(training variable), given the unknown.
    func slope(natural: Double) -> Double { isLogarithmic ? natural : unit }
}
