/// How far an estimate lies from the truth, too high and too low counted alike.
public enum Recovery {
    /// The fold error minus one: max(r, 1/r) − 1 with r = estimate/truth.
    ///
    /// Zero is infinitely too low, as what underflows in log space is. Where r is negative,
    /// |r − 1|. Not finite estimates give infinity.
    public static func error(estimate: Double, truth: Double) -> Double {
        let ratio = estimate / truth
        guard ratio.isFinite, ratio != 0 else { return .infinity }
        return ratio > 0 ? max(ratio, 1 / ratio) - 1 : abs(ratio - 1)
    }

    /// The largest and the mean error over unknowns with known truth, or nil where none is.
    public static func errors(
        _ pairs: some Sequence<(estimate: Double, truth: Double?)>
    ) -> (worst: Double, mean: Double)? {
        let errors = pairs.compactMap { pair in
            pair.truth.map { error(estimate: pair.estimate, truth: $0) }
        }
        guard let worst = errors.max() else { return nil }
        return (worst, errors.reduce(0, +) / Double(errors.count))
    }
}
