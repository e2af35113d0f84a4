/// Why a JSON value is no tape, or not the functions of a system.
public enum CompiledFault: Error, Hashable, Sendable {
    /// A member is missing or of the wrong type.
    case malformedMember(String)
    /// An instruction, counted from 0, is unknown or reads what is not there.
    case malformedInstruction(Int)
    /// An output, counted from 0, names a register that is not there.
    case malformedOutput(Int)
    /// A derivative, counted from 0, is out of range or out of order.
    case malformedDerivative(Int)
    /// The numbers of functions, slots or outputs of a member contradict each other.
    case mismatchedCount(String)
}

extension CompiledFault: CustomStringConvertible {
    /// What is wrong, in one line.
    public var description: String {
        switch self {
        case .malformedMember(let name): "compiled equations: the member '\(name)' is malformed"
        case .malformedInstruction(let index):
            "compiled equations: instruction \(index) is malformed"
        case .malformedOutput(let index): "compiled equations: output \(index) has no register"
        case .malformedDerivative(let index): "compiled equations: derivative \(index) is malformed"
        case .mismatchedCount(let name): "compiled equations: the counts of '\(name)' do not fit"
        }
    }
}
