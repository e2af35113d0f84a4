public import JSONText

/// One value of a setting: a whole number, a real number or a word.
public enum SettingValue: Hashable, Sendable {
    case integer(Int)
    case real(Double)
    case text(String)

    /// The value as it is printed and hashed: `3`, `0.001`, `tanh`.
    ///
    /// Reals use the shortest decimal form that reads back to the same bits.
    public var text: String {
        switch self {
        case .integer(let value): String(value)
        case .real(let value): value.description
        case .text(let value): value
        }
    }

    /// The value in JSON.
    public var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .real(let value): .real(value)
        case .text(let value): .text(value)
        }
    }
}
