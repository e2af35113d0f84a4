import Draws
public import ProblemModel

extension Problem {
    /// Where fits start: at the guess, then at points drawn within bounds.
    ///
    /// Draws are uniform in an unknown's coordinate. An unknown without bounds is drawn within a
    /// factor ten of its guess, or within ten units where it is not logarithmic; so is a side on
    /// which a logarithm has no bound.
    /// - Parameters:
    ///   - count: At least 1, the guess included.
    ///   - seed: With `replicate`, names the draws.
    public func fitStarts(count: Int, seed: UInt64, replicate: Int) -> [[Double]] {
        var stream = DrawStream(seed: seed, replicate: UInt64(replicate), purpose: .guess)
        let drawn = (1..<max(count, 1)).map { _ in
            unknowns.map { unknown in
                let coordinate = UnknownCoordinate(unknown)
                let range = unknown.startRange
                let ends = [range.lowerBound, range.upperBound].map(coordinate.coordinate(of:))
                return coordinate.value(at: ends[0] + stream.unit() * (ends[1] - ends[0]))
            }
        }
        return [unknowns.map(\.guess)] + drawn
    }
}

extension Unknown {
    fileprivate var startRange: ClosedRange<Double> {
        let reach = 10 * max(guess.magnitude, 1)
        let around = isLogarithmic ? guess / 10...guess * 10 : guess - reach...guess + reach
        guard let bounds else { return around }
        let lower = bounds.lowerBound
        let isUsable = lower.isFinite && (lower > 0 || !isLogarithmic)
        let least = isUsable ? lower : min(around.lowerBound, bounds.upperBound)
        let most = bounds.upperBound.isFinite ? bounds.upperBound : around.upperBound
        return least...max(least, most)
    }
}
