public import PINNCore

extension InverseProblemFault {
    /// What is wrong, in one line.
    public var message: String {
        switch self {
        case .emptyWindow(let start, let end):
            "the time window from \(start) to \(end) is empty or not finite"
        case .wrongCount(let part, let found, let expected):
            "the equations ask for \(expected) of \(part.rawValue), the specification has \(found)"
        case .badNumber(let part, let index, let value):
            "element \(index) of \(part.rawValue), counted from 0, cannot be \(value)"
        }
    }
}
