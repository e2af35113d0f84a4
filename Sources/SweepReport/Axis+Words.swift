import Settings
import SweepModel

extension AxisDomain {
    /// The domain on one line.
    var words: String {
        switch self {
        case .values(let values, nil): values.map(\.brief).joined(separator: ", ")
        case .values(let values, let probabilities?):
            zip(values, probabilities).map { "\($0.brief) (\($1))" }.joined(separator: ", ")
        case .integers(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .distribution(let distribution): distribution.words
        }
    }
}

extension Distribution {
    /// The distribution with its parameters, by the names of sweep files.
    var words: String {
        switch self {
        case .uniform(let lowest, let highest): "uniform, \(lowest) to \(highest)"
        case .quantizedUniform(let lowest, let highest, let quantum):
            "q_uniform, \(lowest) to \(highest), q \(quantum)"
        case .logUniform(let lowest, let highest):
            "log_uniform_values, \(lowest) to \(highest)"
        case .quantizedLogUniform(let lowest, let highest, let quantum):
            "q_log_uniform_values, \(lowest) to \(highest), q \(quantum)"
        case .inverseLogUniform(let lowest, let highest):
            "inv_log_uniform_values, \(lowest) to \(highest)"
        case .normal(let mean, let deviation): "normal, mu \(mean), sigma \(deviation)"
        case .quantizedNormal(let mean, let deviation, let quantum):
            "q_normal, mu \(mean), sigma \(deviation), q \(quantum)"
        case .logNormal(let mean, let deviation): "log_normal, mu \(mean), sigma \(deviation)"
        case .quantizedLogNormal(let mean, let deviation, let quantum):
            "q_log_normal, mu \(mean), sigma \(deviation), q \(quantum)"
        case .beta(let a, let b): "beta, a \(a), b \(b)"
        case .quantizedBeta(let a, let b, let quantum): "q_beta, a \(a), b \(b), q \(quantum)"
        }
    }
}
