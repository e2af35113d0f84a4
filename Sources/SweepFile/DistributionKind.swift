internal import Documents

/// The distributions by their words in Weights & Biases sweeps.
enum DistributionKind: String, CaseIterable {
    case constant
    case categorical
    case intUniform = "int_uniform"
    case uniform
    case quantizedUniform = "q_uniform"
    case logUniform = "log_uniform_values"
    case quantizedLogUniform = "q_log_uniform_values"
    case inverseLogUniform = "inv_log_uniform_values"
    case normal
    case quantizedNormal = "q_normal"
    case logNormal = "log_normal"
    case quantizedLogNormal = "q_log_normal"
    case beta
    case quantizedBeta = "q_beta"

    /// Words of the first version, whose bounds were exponents, and those that replaced them.
    static let replacements = [
        "log_uniform": "log_uniform_values",
        "q_log_uniform": "q_log_uniform_values",
        "inv_log_uniform": "inv_log_uniform_values",
    ]

    /// The keys that have a meaning beside `distribution`.
    var keys: [String] {
        switch self {
        case .constant: ["value"]
        case .categorical: ["values", "probabilities"]
        case .intUniform, .uniform, .logUniform, .inverseLogUniform: ["min", "max"]
        case .quantizedUniform, .quantizedLogUniform: ["min", "max", "q"]
        case .normal, .logNormal: ["mu", "sigma"]
        case .quantizedNormal, .quantizedLogNormal: ["mu", "sigma", "q"]
        case .beta: ["a", "b"]
        case .quantizedBeta: ["a", "b", "q"]
        }
    }

    var isQuantized: Bool { keys.contains("q") }

    var isLogarithmic: Bool {
        self == .logUniform || self == .quantizedLogUniform || self == .inverseLogUniform
    }

    /// What of the keys chose the distribution, for messages.
    func given(_ fields: Fields) -> String {
        if fields["distribution"] != nil { return "distribution: \(rawValue)" }
        return switch self {
        case .constant: "'value'"
        case .categorical: "'values'"
        default: "'min' and 'max'"
        }
    }
}
