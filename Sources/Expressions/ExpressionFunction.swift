/// The functions of expressions.
public enum ExpressionFunction: String, Hashable, Sendable, CaseIterable {
    case exp, log, sqrt, sin, cos, tanh
    /// The smallest and the largest of two or more arguments.
    case min, max
    case abs
    /// 1 where the argument is at least 0, else 0.
    case step

    /// How many arguments the function takes.
    public var argumentCount: ClosedRange<Int> {
        switch self {
        case .min, .max: 2...(.max)
        default: 1...1
        }
    }

    /// Whether IEEE 754 fixes the result to the bit, so that it is the same on every machine.
    var isPortable: Bool {
        switch self {
        case .sqrt, .min, .max, .abs, .step: true
        case .exp, .log, .sin, .cos, .tanh: false
        }
    }
}
