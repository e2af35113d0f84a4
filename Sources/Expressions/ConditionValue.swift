/// A value that a condition can compare.
public enum ConditionValue: Hashable, Sendable {
    case number(Double)
    case text(String)
    case flag(Bool)

    /// The type of a value.
    public enum Kind: Hashable, Sendable {
        case number, text, flag
    }

    /// The type of the value.
    public var kind: Kind {
        switch self {
        case .number: .number
        case .text: .text
        case .flag: .flag
        }
    }
}
