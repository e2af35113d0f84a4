/// Elementary functions from + - * / and the square root alone, so that their digits are the same
/// on every machine. They are a few units in the last place from the exact values.
public enum Portable {
    /// ln 2 in two parts; multiples of the first one up to 2048 are exact.
    private static let ln2High = 0x1.62e42feep-1
    private static let ln2Low = 0x1.a39ef35793c76p-33

    /// The natural logarithm: -inf of 0, NaN below.
    ///
    /// x = 2^k m with m in [√½, √2), and ln m = 2 artanh s = 2s + 2s³/3 + 2s⁵/5 + … with
    /// s = (m - 1)/(m + 1), |s| < 0.172.
    public static func log(_ x: Double) -> Double {
        guard x > 0, x < .infinity else {
            return x == 0 ? -.infinity : x > 0 ? x : .nan
        }
        var exponent = Double(x.exponent)
        var mantissa = x.significand
        if mantissa > 0x1.6a09e667f3bcdp+0 {
            mantissa *= 0.5
            exponent += 1
        }
        let excess = mantissa - 1
        let ratio = excess / (2 + excess)
        let square = ratio * ratio
        // 2s = excess - s·excess, so that the leading term is exact.
        let tail = ratio * (excess - square * polynomial(artanhTail, square))
        return exponent * ln2High + (excess - (tail - exponent * ln2Low))
    }

    /// 2/3, 2/5, 2/7, …: the coefficients of 2 artanh(s)/s after the first, by powers of s².
    private static let artanhTail: [Double] = (1...11).map { 2 / Double(2 * $0 + 1) }

    /// The exponential function.
    ///
    /// x = k ln 2 + r with |r| ≤ ½ ln 2, and the Taylor series of exp(r) to r¹³.
    public static func exp(_ x: Double) -> Double {
        guard x < 709.8 else { return x.isNaN ? x : .infinity }
        guard x > -745.2 else { return x.isNaN ? x : 0 }
        let exponent = (x * 0x1.71547652b82fep+0).rounded()
        let rest = (x - exponent * ln2High) - exponent * ln2Low
        let value = 1 + (rest + rest * rest * polynomial(expTail, rest))
        // In two steps, because 2^k alone may be out of range; only the last one can round.
        let half = Int(exponent) / 2
        return value * powerOfTwo(half) * powerOfTwo(Int(exponent) - half)
    }

    /// 1/2!, 1/3!, …, 1/13!.
    private static let expTail: [Double] = (2...13).map { last in
        1 / (1...last).reduce(1) { $0 * Double($1) }
    }

    /// `base` to the power of `exponent`, for bases of at least 0; NaN below.
    ///
    /// The error is within 2 + 2 |exponent · ln base| units in the last place.
    public static func power(_ base: Double, _ exponent: Double) -> Double {
        if exponent == 0 || base == 1 { return 1 }
        if base == 0 { return exponent > 0 ? 0 : .infinity }
        return exp(exponent * log(base))
    }

    /// c0 + c1 x + c2 x² + … by Horner's rule.
    static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reversed().reduce(0) { $0 * x + $1 }
    }

    /// 2^k for k in [-1022, 1023].
    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: 1)
    }
}
