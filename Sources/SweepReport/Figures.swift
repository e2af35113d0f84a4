/// Numbers as reports print them: the same text for the same bits on every machine.
public enum Figures {
    /// What stands where there is no number.
    public static let none = "–"

    /// A number to a few significant digits: `0.00342`, `12.0`, `4510`, `1.23e+07`.
    ///
    /// The shortest decimal form that reads back to the same bits is rounded, halves away from
    /// zero. Beyond 0.0001 and a million the number has an exponent.
    public static func significant(_ value: Double, digits: Int = 3) -> String {
        guard value.isFinite else { return value.isNaN ? none : value > 0 ? "∞" : "-∞" }
        guard value != 0 else { return "0" }
        let decimal = Decimal(value.magnitude).rounded(to: digits)
        return (value < 0 ? "-" : "") + decimal.text
    }

    /// A share or a relative error in percent: `3.42 %`.
    public static func percent(_ value: Double, digits: Int = 3) -> String {
        value.isNaN ? none : significant(value * 100, digits: digits) + " %"
    }

    /// A relative error with its sign: `+3.42 %`.
    public static func signedPercent(_ value: Double) -> String {
        (value > 0 ? "+" : "") + percent(value)
    }

    /// Bytes as they are read: `34.2 MiB`, `1.50 GiB`.
    public static func memory(bytes: Int) -> String {
        bytes < 1 << 30
            ? significant(Double(bytes) / 0x1p20) + " MiB"
            : significant(Double(bytes) / 0x1p30) + " GiB"
    }

    /// Seconds as they are read: `0.123 s`, `59.2 s`, `2 min 5 s`, `3 h 7 min`, `5 min`.
    public static func duration(seconds: Double) -> String {
        guard seconds.isFinite else { return none }
        return seconds < 59.95
            ? significant(seconds) + " s" : duration(wholeSeconds: seconds.rounded())
    }

    /// Seconds that are yet to come, which nobody knows to a fraction, rounded up: `1 s`,
    /// `2 min 5 s`.
    public static func duration(wholeSeconds seconds: Double) -> String {
        guard seconds.isFinite else { return none }
        let whole = Int(min(max(seconds, 0), 1e15).rounded(.up))
        guard whole >= 60 else { return "\(whole) s" }
        let (hours, minutes, rest) = (whole / 3600, whole % 3600 / 60, whole % 60)
        let parts =
            hours > 0 ? [(hours, "h"), (minutes, "min")] : [(minutes, "min"), (rest, "s")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// A count with its noun: `1 trial`, `48 trials`.
    public static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}

/// A positive number as decimal digits: 0.d₁d₂d₃… times a power of ten.
private struct Decimal {
    var digits: [UInt8]
    /// The decimal point stands behind this many digits.
    var point: Int

    /// The digits of the shortest form that reads back to the same bits.
    init(_ value: Double) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        for (place, part) in value.description.split(separator: "e").enumerated() {
            if place == 1 { exponent = Int(part)! }
            for character in place == 0 ? Array(part.utf8) : [] {
                if character == UInt8(ascii: ".") {
                    point = digits.count
                } else {
                    digits.append(character - UInt8(ascii: "0"))
                }
            }
        }
        let leading = digits.prefix { $0 == 0 }.count
        self.digits = Array(digits.dropFirst(leading))
        self.point = (point ?? digits.count) + exponent - leading
    }

    func rounded(to count: Int) -> Decimal {
        var result = self
        result.digits = Array((digits + Array(repeating: 0, count: count)).prefix(count))
        guard digits.count > count, digits[count] >= 5 else { return result }
        var place = count - 1
        while place >= 0, result.digits[place] == 9 {
            result.digits[place] = 0
            place -= 1
        }
        if place >= 0 {
            result.digits[place] += 1
        } else {
            result.digits = [1] + result.digits.dropLast()
            result.point += 1
        }
        return result
    }

    var text: String {
        let figures = digits.map(String.init).joined()
        if point > 6 || point < -3 {
            let exponent = point - 1
            let fraction = digits.count > 1 ? "." + figures.dropFirst() : ""
            let size = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
            return figures.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + size
        }
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + figures }
        if point >= digits.count {
            return figures + String(repeating: "0", count: point - digits.count)
        }
        return figures.prefix(point) + "." + figures.dropFirst(point)
    }
}
