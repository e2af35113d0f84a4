import CKernels

/// An activation function of the hidden layers.
public enum Activation: String, CaseIterable, Sendable {
    /// The hyperbolic tangent.
    case tanh
    /// The sine.
    case sin
    /// z · sigmoid(z), also known as SiLU.
    case swish
    /// z · Φ(z) with Φ the standard normal distribution function (exact, not its tanh fit).
    case gelu
    /// log(1 + exp(z)).
    case softplus
    /// 1 / (1 + exp(−z)).
    case sigmoid

    var kernel: kernel_activation {
        switch self {
        case .tanh: KERNEL_TANH
        case .sin: KERNEL_SIN
        case .swish: KERNEL_SWISH
        case .gelu: KERNEL_GELU
        case .softplus: KERNEL_SOFTPLUS
        case .sigmoid: KERNEL_SIGMOID
        }
    }
}
