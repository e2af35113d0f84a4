internal import Documents
internal import SweepModel

/// Reads the safety nets around a trial.
struct LimitsReader {
    let faults: Faults

    func read(_ node: DocumentNode?) -> Limits {
        var limits = Limits()
        guard let node,
            let fields = faults.fields(of: node, "'limits'", known: SweepKeys.limits)
        else { return limits }
        limits.seconds = fields["time"].flatMap(seconds)
        limits.memoryBytes = fields["memory"].flatMap(bytes)
        if let retries = fields["retries"],
            let count = faults.integer(retries, "'retries'", in: 0...100)
        {
            limits.retries = count
        }
        return limits
    }

    private static let timeUnits = ["s": 1.0, "m": 60, "h": 3600, "d": 86_400]
    private static let timeHint = "write seconds, or as in 30s, 5m, 1h or 1h30m"

    private func seconds(_ node: DocumentNode) -> Double? {
        let seconds: Double?
        if case .text(let text)? = node.scalar?.value {
            seconds = Self.sum(text, units: Self.timeUnits)
            guard seconds != nil else {
                return refuse(node, "'time' cannot be '\(text)'", Self.timeHint)
            }
        } else {
            seconds = faults.number(node, "'time'")
        }
        guard let seconds else { return nil }
        guard seconds > 0, seconds.isFinite else {
            return refuse(node, "'time' must be above 0", Self.timeHint, .outOfRange)
        }
        return seconds
    }

    private static let memoryUnits: [String: Double] = [
        "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
        "KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30, "TiB": 0x1p40,
    ]
    private static let memoryHint = "write bytes, or as in 512MiB, 1GiB or 2GB"
    /// Less than this holds no trial; more than the upper end no machine has.
    private static let memoryRange = 0x1p20...0x1p52

    private func bytes(_ node: DocumentNode) -> Int? {
        let bytes: Double?
        if case .text(let text)? = node.scalar?.value {
            bytes = Self.sum(text, units: Self.memoryUnits)
            guard bytes != nil else {
                return refuse(node, "'memory' cannot be '\(text)'", Self.memoryHint)
            }
        } else {
            bytes = faults.number(node, "'memory'")
        }
        guard let bytes else { return nil }
        guard Self.memoryRange.contains(bytes) else {
            return refuse(
                node, "'memory' is out of range", "\(Self.memoryHint), at least 1MiB", .outOfRange)
        }
        return Int(bytes.rounded())
    }

    private func refuse<Value>(
        _ node: DocumentNode, _ message: String, _ hint: String,
        _ code: Diagnostic.Code = .invalidUnit
    ) -> Value? {
        faults.add(code, at: node.place, message, hint: hint)
        return nil
    }

    /// The sum of numbers with units, as in `1h30m` or `1.5 GiB`; nil where it is none.
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
