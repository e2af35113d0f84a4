/// Durations and amounts of memory as people write them.
public enum Quantity {
    private static let timeUnits = ["s": 1.0, "m": 60, "h": 3600, "d": 86_400]
    public static let timeHint = "write seconds, or as in 30s, 5m, 1h or 1h30m"

    private static let memoryUnits: [String: Double] = [
        "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
        "KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30, "TiB": 0x1p40,
    ]
    public static let memoryHint = "write bytes, or as in 512MiB, 1GiB or 2GB"
    /// Less than this holds no trial; more than the upper end no machine has.
    public static let memoryRange = 0x1p20...0x1p52

    /// The seconds of a text like `1h30m`, or of a number; nil where it is neither.
    public static func seconds(_ text: String) -> Double? { sum(text, units: timeUnits) }

    /// The bytes of a text like `1.5 GiB`, or of a number; nil where it is neither.
    public static func bytes(_ text: String) -> Double? { sum(text, units: memoryUnits) }

    /// The sum of numbers with units; nil where it is none.
    private static func sum(_ text: String, units: [String: Double]) -> Double? {
        var total = 0.0
        var rest = text[...]
        repeat {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count).drop { $0 == " " }
            guard digits.first?.isNumber == true, digits.last?.isNumber == true,
                let number = Double(digits), let factor = units[String(unit)]
            else { return nil }
            total += number * factor
        } while !rest.isEmpty
        return total
    }
}

extension Faults {
    /// A duration above 0, in seconds: a number, or a text with units.
    public func seconds(_ node: DocumentNode, _ what: String) -> Double? {
        guard let seconds = quantity(node, what, Quantity.seconds, Quantity.timeHint) else {
            return nil
        }
        guard seconds > 0, seconds.isFinite else {
            return refuse(
                node, "\(what) must be above 0", Quantity.timeHint, as: .outOfRange)
        }
        return seconds
    }

    /// An amount of memory that can hold something, in bytes: a number, or a text with units.
    public func bytes(_ node: DocumentNode, _ what: String) -> Int? {
        guard let bytes = quantity(node, what, Quantity.bytes, Quantity.memoryHint) else {
            return nil
        }
        guard Quantity.memoryRange.contains(bytes) else {
            return refuse(
                node, "\(what) is out of range", "\(Quantity.memoryHint), at least 1MiB",
                as: .outOfRange)
        }
        return Int(bytes.rounded())
    }

    private func quantity(
        _ node: DocumentNode, _ what: String, _ read: (String) -> Double?, _ hint: String
    ) -> Double? {
        guard case .text(let text)? = node.scalar?.value else { return number(node, what) }
        return read(text)
            ?? refuse(node, "\(what) cannot be '\(text)'", hint, as: .invalidUnit)
    }

    private func refuse<Value>(
        _ node: DocumentNode, _ message: String, _ hint: String, as code: Diagnostic.Code
    ) -> Value? {
        add(code, at: node.place, message, hint: hint)
        return nil
    }
}
