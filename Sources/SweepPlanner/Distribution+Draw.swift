import Draws
import SweepModel

extension Distribution {
    /// One draw; the same digits on every machine.
    ///
    /// It may lie outside the setting's range, and be infinite where an exponential overflows.
    func draw(from stream: inout DrawStream) -> Double {
        switch self {
        case .uniform(let lowest, let highest):
            Distribution.uniform(lowest, highest, &stream)
        case .quantizedUniform(let lowest, let highest, let quantum):
            Distribution.rounded(Distribution.uniform(lowest, highest, &stream), quantum)
        case .logUniform(let lowest, let highest):
            Distribution.logUniform(lowest, highest, &stream)
        case .quantizedLogUniform(let lowest, let highest, let quantum):
            Distribution.rounded(Distribution.logUniform(lowest, highest, &stream), quantum)
        case .inverseLogUniform(let lowest, let highest):
            min(max(1 / Distribution.logUniform(1 / highest, 1 / lowest, &stream), lowest), highest)
        case .normal(let mean, let deviation):
            mean + deviation * stream.normal()
        case .quantizedNormal(let mean, let deviation, let quantum):
            Distribution.rounded(mean + deviation * stream.normal(), quantum)
        case .logNormal(let mean, let deviation):
            Portable.exp(mean + deviation * stream.normal())
        case .quantizedLogNormal(let mean, let deviation, let quantum):
            Distribution.rounded(Portable.exp(mean + deviation * stream.normal()), quantum)
        case .beta(let a, let b):
            stream.beta(a, b)
        case .quantizedBeta(let a, let b, let quantum):
            Distribution.rounded(stream.beta(a, b), quantum)
        }
    }

    private static func uniform(
        _ lowest: Double, _ highest: Double, _ stream: inout DrawStream
    ) -> Double {
        // Written without highest − lowest, which overflows for the widest ranges.
        let place = stream.unit()
        return min(max(lowest * (1 - place) + highest * place, lowest), highest)
    }

    private static func logUniform(
        _ lowest: Double, _ highest: Double, _ stream: inout DrawStream
    ) -> Double {
        let exponent = uniform(Portable.log(lowest), Portable.log(highest), &stream)
        return min(max(Portable.exp(exponent), lowest), highest)
    }

    /// The nearest multiple of the quantum, halves to the even one, as Python rounds.
    private static func rounded(_ value: Double, _ quantum: Double) -> Double {
        (value / quantum).rounded(.toNearestOrEven) * quantum
    }
}
