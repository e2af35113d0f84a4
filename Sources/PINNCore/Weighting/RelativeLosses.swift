import Draws

/// How much the parts of a loss have fallen against an earlier evaluation, as weights.
struct RelativeLosses {
    /// m times the softmax of L/(temperature · L(then)) over the m parts that are there; 1 for those
    /// that are not. A part that was 0 then counts as fallen to nothing.
    let factors: LossWeights

    init(
        _ now: LossParts, to then: LossParts, _ presence: (data: Bool, initial: Bool),
        temperature: Double
    ) {
        let data = RelativeLosses.ratio(now.data, then.data) / temperature
        let initial = RelativeLosses.ratio(now.initial, then.initial) / temperature
        let residual = RelativeLosses.ratio(now.residual, then.residual) / temperature
        // Against overflow: the softmax is the same for exponents that differ by a constant.
        let largest = max(
            residual, presence.data ? data : residual, presence.initial ? initial : residual)
        let powers = LossParts(
            data: presence.data ? Portable.exp(data - largest) : 0,
            initial: presence.initial ? Portable.exp(initial - largest) : 0,
            residual: Portable.exp(residual - largest))
        let count = 1 + (presence.data ? 1.0 : 0) + (presence.initial ? 1 : 0)
        let scale = count / (powers.data + powers.initial + powers.residual)
        factors = LossWeights(
            data: presence.data ? powers.data * scale : 1,
            initial: presence.initial ? powers.initial * scale : 1,
            residual: powers.residual * scale)
    }

    private static func ratio(_ now: Double, _ then: Double) -> Double {
        then > 0 ? min(now / then, 1e150) : 0
    }
}

extension LossWeights {
    /// share · these + (1 − share) · others.
    func mixed(_ share: Double, with others: LossWeights) -> LossWeights {
        LossWeights(
            data: share * data + (1 - share) * others.data,
            initial: share * initial + (1 - share) * others.initial,
            residual: share * residual + (1 - share) * others.residual)
    }
}
