import Glibc

/// How the network is tied to the states' initial values u0.
///
/// σ is a state's scale, N the network's output for it, J the state's known jumps so far.
public enum InitialCondition: String, CaseIterable, Sendable {
    /// û = σ N + J; the misfit at the start is a part of the loss.
    case soft
    /// û = u0 + σ g N + J with g(t) = tanh(10 (t − t0)/(t1 − t0)): it holds exactly, and g has
    /// reached 0.995 after three tenths of the window (after SBINN, Daneker et al. 2023, with the
    /// window as the unit of time).
    case hard

    /// How often the tanh's unit goes into the window.
    static let hardSteepness = 10.0

    /// g and g' at a time; 1 and 0 for the soft condition.
    func factor(at time: Double, window: TimeWindow) -> (value: Double, slope: Double) {
        guard self == .hard else { return (1, 0) }
        let rate = InitialCondition.hardSteepness / (window.end - window.start)
        let value = tanh(rate * (time - window.start))
        return (value, rate * (1 - value * value))
    }
}
