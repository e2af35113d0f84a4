import JSONText
import Testing

@Suite("JSON values survive being written and read")
struct JSONRoundTripTests {
    @Test("every kind of value comes back as it was")
    func allKinds() throws {
        let value = JSONValue.object([
            JSONMember(name: "z", value: .array([.null, .flag(true), .flag(false)])),
            JSONMember(name: "a", value: .integer(-42)),
            JSONMember(name: "", value: .real(0.1)),
            JSONMember(name: "text", value: .text("quote \" slash \\ line\n tab\t bell\u{7} é 💊")),
            JSONMember(name: "empty", value: .object([])),
            JSONMember(name: "none", value: .array([])),
            JSONMember(name: "big", value: .integer(.max)),
            JSONMember(name: "small", value: .integer(.min)),
        ])
        #expect(try JSONValue(parsing: value.serialized()) == value)
        #expect(try JSONValue(parsing: value.serializedBytes()) == value)
    }

    @Test("random doubles come back bit for bit")
    func randomDoubles() throws {
        var generator = SystemRandomNumberGenerator()
        var reals = [
            0.0, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 1,
        ]
        reals += (0..<50_000).map { _ in Double(bitPattern: generator.next()) }
        reals = reals.filter(\.isFinite)
        let text = JSONValue.array(reals.map { .real($0) }).serialized()
        let elements = try #require(try JSONValue(parsing: text).asArray)
        let patterns = elements.map { element in
            if case .real(let real) = element { real.bitPattern } else { UInt64.max }
        }
        #expect(patterns == reals.map(\.bitPattern))
    }

    @Test(
        "a whole double stays a real", arguments: [(1.0, "1.0"), (1e300, "1e+300"), (-0.0, "-0.0")])
    func wholeReal(real: Double, text: String) throws {
        #expect(JSONValue.real(real).serialized() == text)
        #expect(try JSONValue(parsing: text) == .real(real))
    }

    @Test("numbers that are not finite travel as texts")
    func notFinite() throws {
        let value = JSONValue.array([.real(.nan), .real(.infinity), .real(-.infinity)])
        #expect(value.serialized() == #"["nan","inf","-inf"]"#)
        let reals = try #require(try JSONValue(parsing: value.serialized()).asArray).map(\.asReal)
        #expect(reals[0]?.isNaN == true)
        #expect(reals[1] == .infinity)
        #expect(reals[2] == -.infinity)
    }

    @Test("the text is compact, keeps the order and escapes control characters")
    func compact() {
        let value = JSONValue.object([
            JSONMember(name: "b", value: .text("\u{0}\u{1F}\u{7F}/")),
            JSONMember(name: "a", value: .array([.integer(1), .integer(2)])),
        ])
        #expect(value.serialized() == #"{"b":"\u0000\u001f\u007f/","a":[1,2]}"#)
    }

    @Test("accessors give the value of their own kind only")
    func accessors() throws {
        let value = try JSONValue(parsing: #"{"n": 3, "x": 2.5, "t": "hi", "f": true, "a": [1]}"#)
        #expect(value["n"]?.asInteger == 3)
        #expect(value["n"]?.asReal == 3)
        #expect(value["x"]?.asInteger == nil)
        #expect(value["x"]?.asReal == 2.5)
        #expect(value["t"]?.asText == "hi")
        #expect(value["t"]?.asReal == nil)
        #expect(value["f"]?.asFlag == true)
        #expect(value["a"]?.asArray == [.integer(1)])
        #expect(value["missing"] == nil)
        #expect(value["a"]?["n"] == nil)
        #expect(value.asObject?.map(\.name) == ["n", "x", "t", "f", "a"])
    }
}
