/// The value of a scalar by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2, 10.3).
///
/// Unlike in YAML 1.1, `yes`, `on` and `1:30` are texts, `012` is twelve and `1e-4` is a number.
public enum CoreScalar: Hashable, Sendable {
    case null
    case flag(Bool)
    case integer(Int)
    /// Integers beyond 64 bits are reals.
    case real(Double)
    case text(String)

    /// The value of a plain scalar; a quoted one is always a text.
    public init(plain text: String) {
        if let word = Self.words[text] {
            self = word
        } else if let integer = Self.integer(text) {
            self = integer
        } else if let real = Self.real(text) {
            self = .real(real)
        } else {
            self = .text(text)
        }
    }

    /// What the value is, in words.
    public var noun: String {
        switch self {
        case .null: "nothing"
        case .flag: "a truth value"
        case .integer, .real: "a number"
        case .text: "a text"
        }
    }

    private static let words: [String: CoreScalar] = [
        "": .null, "~": .null, "null": .null, "Null": .null, "NULL": .null,
        "true": .flag(true), "True": .flag(true), "TRUE": .flag(true),
        "false": .flag(false), "False": .flag(false), "FALSE": .flag(false),
        ".inf": .real(.infinity), ".Inf": .real(.infinity), ".INF": .real(.infinity),
        "+.inf": .real(.infinity), "+.Inf": .real(.infinity), "+.INF": .real(.infinity),
        "-.inf": .real(-.infinity), "-.Inf": .real(-.infinity), "-.INF": .real(-.infinity),
        ".nan": .real(.nan), ".NaN": .real(.nan), ".NAN": .real(.nan),
    ]

    private static func integer(_ text: String) -> CoreScalar? {
        for (prefix, radix) in [("0o", 8), ("0x", 16)] where text.hasPrefix(prefix) {
            let digits = text.dropFirst(2)
            guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") })
            else { return nil }
            return Int(digits, radix: radix).map { .integer($0) }
        }
        return Int(text).map { .integer($0) }
    }

    private static func real(_ text: String) -> Double? {
        var rest = text.utf8[...]
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            rest.removeFirst()
        }
        let whole = takeDigits(&rest)
        var fraction = ""
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = takeDigits(&rest)
        }
        guard !(whole.isEmpty && fraction.isEmpty), let exponent = takeExponent(&rest),
            rest.isEmpty
        else { return nil }
        let sign = text.hasPrefix("-") ? "-" : ""
        return Double("\(sign)\(whole.isEmpty ? "0" : whole).\(fraction)0e\(exponent)")
    }

    private static func takeDigits(_ rest: inout Substring.UTF8View) -> String {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(digits.count)
        return String(Substring(digits))
    }

    /// The exponent, "0" where there is none, or nil where digits are missing.
    private static func takeExponent(_ rest: inout Substring.UTF8View) -> String? {
        guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else {
            return "0"
        }
        rest.removeFirst()
        var sign = ""
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            sign = first == UInt8(ascii: "-") ? "-" : ""
            rest.removeFirst()
        }
        let digits = takeDigits(&rest)
        return digits.isEmpty ? nil : sign + digits
    }
}
