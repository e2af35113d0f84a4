import Glibc

/// What a network sees of a time beside where it stands in the window.
///
/// A network has a spectral bias: it learns slow changes first (Rahaman et al., "On the spectral
/// bias of neural networks", ICML 2019). Features with the time scales that are expected spare it
/// that.
public enum InputFeatures: Hashable, Sendable {
    case none
    /// sin(2π k f s) and cos(2π k f s) for k = 1, 2, … `count`, where s goes from 0 to 1 over the
    /// window and f is the scale, in cycles a window.
    ///
    /// Tancik et al., "Fourier features let networks learn high frequency functions in low
    /// dimensional domains", NeurIPS 2020, with the harmonics of one frequency in place of drawn
    /// ones, as sin(k t) in SBINN (Daneker et al. 2023).
    case fourier(count: Int, scale: Double)
    /// exp(−r (t − t0)) for each of the rates r, per unit of time: the modes of linear kinetics (as
    /// exp(−k t) in SBINN).
    case exponential(rates: [Double])

    /// How many numbers.
    public var count: Int {
        switch self {
        case .none: 0
        case .fourier(let count, _): 2 * count
        case .exponential(let rates): rates.count
        }
    }
}

/// The inputs of a network as functions of the time: first where it stands in the window, mapped to
/// [−1, 1], then its features.
struct NetworkInput {
    let window: TimeWindow
    let features: InputFeatures

    var count: Int { 1 + features.count }

    /// Each input and its derivative by time.
    func numbers(at time: Double) -> [(value: Double, slope: Double)] {
        [(window.input(time), window.slope)] + featureNumbers(at: time)
    }

    private func featureNumbers(at time: Double) -> [(value: Double, slope: Double)] {
        switch features {
        case .none: []
        case .fourier(let count, let scale):
            (1...count).flatMap { harmonic in
                let rate = 2 * Double.pi * Double(harmonic) * scale / (window.end - window.start)
                let angle = rate * (time - window.start)
                return [(sin(angle), rate * cos(angle)), (cos(angle), -rate * sin(angle))]
            }
        case .exponential(let rates):
            rates.map { rate in
                let value = exp(-rate * (time - window.start))
                return (value, -rate * value)
            }
        }
    }
}
