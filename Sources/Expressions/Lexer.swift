/// Cuts a text into tokens, one at a time.
struct Lexer {
    /// No text may be longer than this.
    static let byteLimit = 65_536

    private let bytes: [UInt8]
    private let dialect: Dialect
    private var offset = 0

    init(text: String, dialect: Dialect) throws(ExpressionFault) {
        bytes = Array(text.utf8)
        self.dialect = dialect
        guard bytes.count <= Lexer.byteLimit else {
            let span = SourceSpan(lower: Lexer.byteLimit, upper: bytes.count)
            throw ExpressionFault(kind: .textTooLong(limit: Lexer.byteLimit), span: span)
        }
    }

    private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func byte(after count: Int) -> UInt8? {
        offset + count < bytes.count ? bytes[offset + count] : nil
    }

    /// The next token; `end` over and over once the text is used up.
    mutating func next() throws(ExpressionFault) -> Token {
        while let byte, byte == 0x20 || (0x09...0x0D).contains(byte) { offset += 1 }
        let start = offset
        let kind = try kind()
        return Token(kind: kind, span: SourceSpan(lower: start, upper: offset))
    }

    private mutating func kind() throws(ExpressionFault) -> Token.Kind {
        guard let byte else { return .end }
        if byte.isLetter { return name() }
        if byte.isDigit || byte == UInt8(ascii: ".") && self.byte(after: 1)?.isDigit == true {
            return try number()
        }
        if dialect == .condition, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            return try quoted(by: byte)
        }
        return try symbol()
    }

    private mutating func name() -> Token.Kind {
        let start = offset
        skipWord()
        if dialect == .condition {
            while byte == UInt8(ascii: "."), byte(after: 1)?.isLetter == true {
                offset += 1
                skipWord()
            }
        }
        return .name(text(from: start))
    }

    private mutating func skipWord() {
        while byte?.isLetter == true || byte?.isDigit == true { offset += 1 }
    }

    private mutating func skipDigits() {
        while byte?.isDigit == true { offset += 1 }
    }

    private mutating func number() throws(ExpressionFault) -> Token.Kind {
        let start = offset
        skipDigits()
        if byte == UInt8(ascii: ".") { offset += 1 }
        skipDigits()
        skipExponent()
        if byte?.isLetter == true || byte == UInt8(ascii: ".") {
            while byte?.isLetter == true || byte?.isDigit == true || byte == UInt8(ascii: ".") {
                offset += 1
            }
            throw fault(.notANumber(text(from: start)), from: start)
        }
        let digits = text(from: start)
        let isZero = !digits.prefix { $0 != "e" && $0 != "E" }.contains { "123456789".contains($0) }
        guard let value = Double(padded(digits)), value.isFinite, isZero || value != 0 else {
            throw fault(.numberOutOfRange(digits), from: start)
        }
        return .number(value)
    }

    private mutating func skipExponent() {
        guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { return }
        let isSigned = byte(after: 1) == UInt8(ascii: "+") || byte(after: 1) == UInt8(ascii: "-")
        let length = isSigned ? 2 : 1
        guard byte(after: length)?.isDigit == true else { return }
        offset += length
        skipDigits()
    }

    /// The digits with a zero before a leading point, as the standard library wants it.
    private func padded(_ digits: String) -> String {
        digits.hasPrefix(".") ? "0" + digits : digits
    }

    private mutating func quoted(by quote: UInt8) throws(ExpressionFault) -> Token.Kind {
        let start = offset
        offset += 1
        while let byte, byte != quote { offset += 1 }
        guard byte == quote else { throw fault(.unclosedQuote, from: start) }
        offset += 1
        return .text(String(decoding: bytes[start + 1..<offset - 1], as: UTF8.self))
    }

    private mutating func symbol() throws(ExpressionFault) -> Token.Kind {
        let start = offset
        for length in [2, 1] where start + length <= bytes.count {
            let candidate = String(decoding: bytes[start..<start + length], as: UTF8.self)
            if let symbol = Symbol(rawValue: candidate) {
                offset += length
                return .symbol(symbol)
            }
        }
        let rest = String(decoding: bytes[start..<min(start + 32, bytes.count)], as: UTF8.self)
        let character = String(rest.unicodeScalars.first.map(Character.init) ?? " ")
        offset += character.utf8.count
        throw fault(.unexpectedCharacter(character), from: start)
    }

    private func text(from start: Int) -> String {
        String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private func fault(_ kind: ExpressionFault.Kind, from start: Int) -> ExpressionFault {
        ExpressionFault(kind: kind, span: SourceSpan(lower: start, upper: offset))
    }
}

extension UInt8 {
    /// Whether this byte may begin a name.
    fileprivate var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) || self == UInt8(ascii: "_")
    }

    fileprivate var isDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
