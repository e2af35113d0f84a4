extension JSONValue {
    /// Arrays and objects may be nested this deep.
    public static let depthLimit = 128

    /// Reads one JSON value (RFC 8259) from UTF-8 bytes.
    ///
    /// Refused, beside malformed text: a name twice in one object, nesting beyond ``depthLimit``,
    /// numbers beyond the range of a double, and anything but white space after the value.
    public init(parsing bytes: some Collection<UInt8>) throws(JSONFault) {
        var reader = JSONReader(bytes: Array(bytes))
        self = try reader.document()
    }

    /// Reads one JSON value from a text; offsets in faults count UTF-8 bytes.
    public init(parsing text: String) throws(JSONFault) {
        try self.init(parsing: text.utf8)
    }
}

/// A recursive-descent reader over the bytes of one document.
struct JSONReader {
    let bytes: [UInt8]
    var offset = 0
    private var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The byte at the current offset; nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func document() throws(JSONFault) -> JSONValue {
        let value = try value()
        skipSpace()
        guard next == nil else { throw fault(.trailingText) }
        return value
    }

    private mutating func value() throws(JSONFault) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"):
            return try nested { reader throws(JSONFault) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONFault) in try reader.array() }
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try literal("true", .flag(true))
        case UInt8(ascii: "f"): return try literal("false", .flag(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
        default: throw unexpected()
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONFault) -> JSONValue
    ) throws(JSONFault) -> JSONValue {
        guard depth < JSONValue.depthLimit else {
            throw fault(.nestedTooDeep(limit: JSONValue.depthLimit))
        }
        depth += 1
        offset += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(JSONFault) -> JSONValue {
        var elements: [JSONValue] = []
        if takesClose(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value())
        } while try continues(until: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func object() throws(JSONFault) -> JSONValue {
        var members: [JSONMember] = []
        var names: Set<String> = []
        if takesClose(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            let start = offset
            guard next == UInt8(ascii: "\"") else { throw unexpected() }
            let name = try text()
            // Growing from there step by step costs as much as all the names.
            if names.count == 4 { names.reserveCapacity(64) }
            guard names.insert(name).inserted else { throw fault(.duplicateName(name), at: start) }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw unexpected() }
            offset += 1
            members.append(JSONMember(name: name, value: try value()))
        } while try continues(until: UInt8(ascii: "}"))
        return .object(members)
    }

    /// Takes the closing byte of an empty array or object, if it comes next.
    private mutating func takesClose(_ close: UInt8) -> Bool {
        skipSpace()
        guard next == close else { return false }
        offset += 1
        return true
    }

    /// Takes a comma (true) or the closing byte (false).
    private mutating func continues(until close: UInt8) throws(JSONFault) -> Bool {
        skipSpace()
        guard let byte = next, byte == close || byte == UInt8(ascii: ",") else {
            throw unexpected()
        }
        offset += 1
        return byte != close
    }

    private mutating func literal(
        _ word: StaticString, _ value: JSONValue
    ) throws(JSONFault) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw unexpected() }
            offset += 1
        }
        return value
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            offset += 1
        }
    }

    func fault(_ kind: JSONFault.Kind, at place: Int? = nil) -> JSONFault {
        JSONFault(kind: kind, offset: place ?? offset)
    }

    func unexpected() -> JSONFault {
        fault(next.map { .unexpectedByte($0) } ?? .unexpectedEnd)
    }
}
