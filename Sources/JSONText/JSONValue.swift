/// A JSON value (RFC 8259) that keeps the order of an object's members.
///
/// A number without fraction and exponent that fits `Int` is an `integer`; every other number is a
/// `real`. Two objects are equal when they have equal members in the same order.
public enum JSONValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case integer(Int)
    case real(Double)
    case text(String)
    case array([JSONValue])
    case object([JSONMember])
}

/// One member of a JSON object.
public struct JSONMember: Hashable, Sendable {
    /// The name, unique in its object.
    public var name: String
    /// The value of the member.
    public var value: JSONValue

    /// A member from its parts.
    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue {
    /// The value of the member with this name; nil where there is none or this is no object.
    public subscript(name: String) -> JSONValue? {
        asObject?.first { $0.name == name }?.value
    }

    /// The truth value, if this is one.
    public var asFlag: Bool? {
        if case .flag(let flag) = self { flag } else { nil }
    }

    /// The integer, if this is one; a real is never taken for an integer.
    public var asInteger: Int? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// The number as a double: a real, an integer, or one of the texts "nan", "inf" and "-inf".
    ///
    /// JSON has no numbers that are not finite, so `serialized()` writes them as these texts.
    public var asReal: Double? {
        switch self {
        case .real(let real): real
        case .integer(let integer): Double(integer)
        case .text("nan"): .nan
        case .text("inf"): .infinity
        case .text("-inf"): -.infinity
        default: nil
        }
    }

    /// The text, if this is one.
    public var asText: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The elements, if this is an array.
    public var asArray: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members, if this is an object.
    public var asObject: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }
}
