/// How well a criterion would have chosen, judged by the errors it did not know.
public struct CriterionQuality: Hashable, Sendable {
    /// Choices that have both a criterion and a finite or infinite error.
    public let count: Int
    /// Spearman's, of the criterion with the error; nil where one of them is all equal.
    public let rankCorrelation: Double?
    /// The place of the choice with the smallest criterion; of equal ones, that with the largest
    /// error, as nothing would keep one from choosing it.
    public let chosen: Int
    /// The error of the choice by the smallest error, 1 where the criterion finds the best; infinite
    /// where it finds a failure.
    public let regret: Double

    /// - Parameters:
    ///   - criterion: Smaller is better; nil or NaN where there is none.
    ///   - errors: Of the same choices; the best is sought among all of them.
    /// - Returns: nil unless two choices have a criterion and some error is finite.
    public init?(_ criterion: [Double?], errors: [Double]) {
        let known = criterion.indices.filter { criterion[$0].map { !$0.isNaN } ?? false }
        guard known.count > 1, let best = errors.min(), best.isFinite else { return nil }
        count = known.count
        rankCorrelation = Statistics.rankCorrelation(
            known.map { criterion[$0]! }, known.map { errors[$0] })
        chosen = known.min {
            (criterion[$0]!, errors[$1], $0) < (criterion[$1]!, errors[$0], $1)
        }!
        regret = errors[chosen] == best ? 1 : errors[chosen] / best
    }
}

/// The places of the points that no other point beats in one coordinate without losing in the
/// other; both are better when smaller. Ordered by the first coordinate.
///
/// - Parameter points: Those with an infinite or undefined coordinate are never on the front.
public func paretoFront(_ points: [(Double, Double)]) -> [Int] {
    let candidates = points.indices.filter { points[$0].0.isFinite && points[$0].1.isFinite }
    var lowest = Double.infinity
    return candidates.sorted { (points[$0].0, points[$0].1, $0) < (points[$1].0, points[$1].1, $1) }
        .filter { place in
            guard points[place].1 < lowest else { return false }
            lowest = points[place].1
            return true
        }
}
