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
        let exponents = [
            presence.data ? RelativeLosses.ratio(now.data, then.data) / temperature : nil,
            presence.initial ? RelativeLosses.ratio(now.initial, then.initial) / temperature : nil,
            RelativeLosses.ratio(now.residual, then.residual) / temperature,
        ]
        // Against overflow: the softmax is the same for exponents that differ by a constant.
        let largest = exponents.compactMap { $0 }.max() ?? 0
        let powers = exponents.map { $0.map { Portable.exp($0 - largest) } }
        let present = powers.compactMap { $0 }
        let scale = Double(present.count) / present.reduce(0, +)
        let factors = powers.map { $0.map { $0 * scale } ?? 1 }
        self.factors = LossWeights(data: factors[0], initial: factors[1], residual: factors[2])
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
