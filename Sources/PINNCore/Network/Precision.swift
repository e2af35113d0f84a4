/// The precision of a network's passes.
///
/// Equations, observables, sums over points and optimizers are in double precision always.
public enum Precision: String, CaseIterable, Sendable {
    /// Double: 53 bits.
    case f64
    /// Single: 24 bits. Twice the points in a register, at half the cost.
    case f32
}
