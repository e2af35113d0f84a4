/// Names that nobody has given before.
package enum Nonce {
    /// 64 random bits as sixteen hexadecimal digits.
    package static func fresh() -> String {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
