import JSONText
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
    @Test(
        "well-formed texts are read",
        arguments: [
            ("  null ", JSONValue.null),
            ("\t[ ]\r\n", .array([])),
            ("-0", .integer(0)),
            ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", .real(9_223_372_036_854_775_808)),
            ("1E2", .real(100)),
            ("0.5e-1", .real(0.05)),
            (#""\u00e9\ud83d\ude00\b\f\/""#, .text("é😀\u{8}\u{C}/")),
            ("\"\u{7F}é\"", .text("\u{7F}é")),
        ])
    func wellFormed(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(
        "malformed texts are refused with their place",
        arguments: [
            ("", JSONFault.Kind.unexpectedEnd, 0),
            ("  ", .unexpectedEnd, 2),
            ("[1,", .unexpectedEnd, 3),
            ("[1,]", .unexpectedByte(UInt8(ascii: "]")), 3),
            ("[1 2]", .unexpectedByte(UInt8(ascii: "2")), 3),
            ("{\"a\" 1}", .unexpectedByte(UInt8(ascii: "1")), 5),
            ("{a: 1}", .unexpectedByte(UInt8(ascii: "a")), 1),
            ("{\"a\": 1,}", .unexpectedByte(UInt8(ascii: "}")), 8),
            ("nul", .unexpectedEnd, 3),
            ("nulL", .unexpectedByte(UInt8(ascii: "L")), 3),
            ("1 1", .trailingText, 2),
            ("[01]", .malformedNumber, 1),
            ("-x", .malformedNumber, 0),
            ("1.", .unexpectedEnd, 2),
            ("[1.e]", .malformedNumber, 1),
            ("[1e+]", .malformedNumber, 1),
            (" 1e999", .numberOutOfRange, 1),
            ("NaN", .unexpectedByte(UInt8(ascii: "N")), 0),
            (#"["\x"]"#, .malformedEscape, 2),
            (#"["\u12g4"]"#, .malformedEscape, 2),
            (#"["\ud800"]"#, .malformedEscape, 2),
            (#"["\ud800\u0041"]"#, .malformedEscape, 2),
            (#"["\udc00"]"#, .malformedEscape, 2),
            ("\"a\u{1}\"", .unescapedControl(1), 2),
            ("\"abc", .unexpectedEnd, 4),
            (#"{"a": 1, "b": 2, "a": 3}"#, .duplicateName("a"), 17),
        ])
    func malformed(text: String, kind: JSONFault.Kind, offset: Int) {
        let fault = #expect(throws: JSONFault.self) { try JSONValue(parsing: text) }
        #expect(fault?.kind == kind)
        #expect(fault?.offset == offset)
    }

    @Test("malformed UTF-8 is refused at its first byte")
    func malformedUTF8() {
        let bytes: [UInt8] = [0x22, 0x61, 0xC3, 0xA9, 0xFF, 0x22]
        let fault = #expect(throws: JSONFault.self) { try JSONValue(parsing: bytes) }
        #expect(fault?.kind == .malformedUTF8)
        #expect(fault?.offset == 4)
        #expect(fault?.description == "malformed UTF-8 in a JSON string at byte 4")
    }

    @Test("nesting is limited to 128 levels")
    func depth() throws {
        let allowed = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(throws: Never.self) { try JSONValue(parsing: allowed) }
        let fault = #expect(throws: JSONFault.self) {
            try JSONValue(parsing: String(repeating: "[", count: 100_000))
        }
        #expect(fault?.kind == .nestedTooDeep(limit: 128))
        #expect(fault?.offset == 128)
    }

    @Test("random bytes end in a value or a fault that lies within them")
    func randomBytes() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("[]{}\",:\\ue0123456789.-+ntf \u{1}é".utf8) + [0xFF, 0xC3]
        for round in 0..<20_000 {
            let isArbitrary = round.isMultiple(of: 2)
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                isArbitrary
                    ? UInt8.random(in: 0...255, using: &generator)
                    : alphabet.randomElement(using: &generator)!
            }
            do throws(JSONFault) {
                let value = try JSONValue(parsing: bytes)
                let again = try JSONValue(parsing: value.serialized())
                #expect(again == value)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }
}
