extension JSONReader {
    /// Reads a number whose first byte, a digit or a minus sign, comes next.
    mutating func number() throws(JSONFault) -> JSONValue {
        let start = offset
        var isIntegral = true
        if next == UInt8(ascii: "-") { offset += 1 }
        let leading = next
        let digits = try takeDigits(from: start)
        guard digits == 1 || leading != UInt8(ascii: "0") else {
            throw fault(.malformedNumber, at: start)
        }
        if next == UInt8(ascii: ".") {
            isIntegral = false
            offset += 1
            _ = try takeDigits(from: start)
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isIntegral = false
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            _ = try takeDigits(from: start)
        }
        let digitsText = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isIntegral, let integer = Int(digitsText) { return .integer(integer) }
        guard let real = Double(digitsText), real.isFinite else {
            throw fault(.numberOutOfRange, at: start)
        }
        return .real(real)
    }

    /// Takes at least one digit and returns how many there were.
    private mutating func takeDigits(from start: Int) throws(JSONFault) -> Int {
        let first = offset
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            offset += 1
        }
        guard offset > first else {
            throw next == nil ? fault(.unexpectedEnd) : fault(.malformedNumber, at: start)
        }
        return offset - first
    }

    /// Reads a string whose opening quote comes next.
    mutating func text() throws(JSONFault) -> String {
        offset += 1
        var text = try plainRun()
        while true {
            guard let byte = next else { throw fault(.unexpectedEnd) }
            offset += 1
            if byte == UInt8(ascii: "\"") { return text }
            text.unicodeScalars.append(try escape())
            text += try plainRun()
        }
    }

    /// Reads up to the next quote or backslash.
    private mutating func plainRun() throws(JSONFault) -> String {
        let start = offset
        var isASCII = true
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw fault(.unescapedControl(byte)) }
            if byte >= 0x80 { isASCII = false }
            offset += 1
        }
        let run = bytes[start..<offset]
        // Nothing to validate; told apart because validating costs more than all the rest.
        if isASCII { return String(decoding: run, as: UTF8.self) }
        guard let text = String(validating: run, as: UTF8.self) else {
            throw fault(.malformedUTF8, at: start + validLength(of: run))
        }
        return text
    }

    /// How many bytes of a run are well-formed UTF-8 before the first that is not.
    private func validLength(of run: ArraySlice<UInt8>) -> Int {
        var iterator = run.makeIterator()
        var parser = UTF8.ForwardParser()
        var length = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
            length += scalar.count
        }
        return length
    }

    /// Reads what follows a backslash.
    private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
        let start = offset - 1
        guard let byte = next else { throw fault(.unexpectedEnd) }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(from: start)
        default: throw fault(.malformedEscape, at: start)
        }
    }

    /// Reads four hexadecimal digits, and the second half of a surrogate pair where one begins.
    private mutating func unicodeEscape(from start: Int) throws(JSONFault) -> Unicode.Scalar {
        let unit = try fourHexDigits(from: start)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, next == UInt8(ascii: "\\") else {
            throw fault(.malformedEscape, at: start)
        }
        offset += 1
        guard next == UInt8(ascii: "u") else { throw fault(.malformedEscape, at: start) }
        offset += 1
        let low = try fourHexDigits(from: start)
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw fault(.malformedEscape, at: start) }
        return scalar
    }

    private mutating func fourHexDigits(from start: Int) throws(JSONFault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw fault(.unexpectedEnd) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault(.malformedEscape, at: start)
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }
}
