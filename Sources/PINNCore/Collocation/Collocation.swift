public import Draws

/// How the collocation points of the residual are placed in the time window.
public enum Collocation: String, CaseIterable, Sendable {
    /// At equal distances, both ends included.
    case uniform
    /// Independently and uniformly at random.
    case random
    /// One point at random in each of `count` equal cells (McKay, Beckman & Conover 1979).
    case latinHypercube = "latin-hypercube"
    /// Denser towards the start, where most kinetics are fastest: t0 + (t1 − t0)·(i / (n − 1))².
    case clustered

    /// The points in [start, end], in ascending order.
    ///
    /// A single point of `uniform` or `clustered` stands in the middle of the window. The
    /// stream is drawn from by `random` and `latinHypercube` alone.
    public func times(
        count: Int, from start: Double, to end: Double, stream: inout DrawStream
    ) -> [Double] {
        let fractions = fractions(count: count, stream: &stream)
        return fractions.map { min(start + (end - start) * $0, end) }
    }

    /// The points in [0, 1], in ascending order.
    private func fractions(count: Int, stream: inout DrawStream) -> [Double] {
        switch self {
        case .uniform: return Collocation.equalFractions(count)
        case .clustered:
            return count == 1 ? [0.5] : Collocation.equalFractions(count).map { $0 * $0 }
        case .random: return (0..<count).map { _ in stream.unit() }.sorted()
        case .latinHypercube:
            return (0..<count).map { (Double($0) + stream.unit()) / Double(count) }
        }
    }

    private static func equalFractions(_ count: Int) -> [Double] {
        count == 1 ? [0.5] : (0..<count).map { Double($0) / Double(count - 1) }
    }
}
