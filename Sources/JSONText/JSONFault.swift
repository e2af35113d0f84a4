/// What is wrong with a JSON text, and at which byte.
public struct JSONFault: Error, Hashable, Sendable {
    /// The facts of a fault.
    public enum Kind: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case trailingText
        case malformedNumber
        case numberOutOfRange
        case malformedEscape
        case unescapedControl(UInt8)
        case malformedUTF8
        case duplicateName(String)
        case nestedTooDeep(limit: Int)
    }

    /// What is wrong.
    public let kind: Kind
    /// The offset of the offending byte, from 0.
    public let offset: Int
}

extension JSONFault: CustomStringConvertible {
    /// One line for people: what is wrong and where.
    public var description: String { "\(message) at byte \(offset)" }

    private var message: String {
        switch kind {
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte(let byte): "unexpected \(JSONFault.quoted(byte)) in JSON"
        case .trailingText: "more text after the JSON value"
        case .malformedNumber: "malformed JSON number"
        case .numberOutOfRange: "a JSON number beyond the range of a double"
        case .malformedEscape: "malformed escape in a JSON string"
        case .unescapedControl(let byte): "unescaped \(JSONFault.quoted(byte)) in a JSON string"
        case .malformedUTF8: "malformed UTF-8 in a JSON string"
        case .duplicateName(let name): "the name \"\(name)\" stands twice in one JSON object"
        case .nestedTooDeep(let limit): "JSON nested deeper than \(limit) levels"
        }
    }

    private static func quoted(_ byte: UInt8) -> String {
        let isPrintable = (0x20..<0x7F).contains(byte)
        return isPrintable
            ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x" + String(byte, radix: 16)
    }
}
