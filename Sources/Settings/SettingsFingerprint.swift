internal import Digest

/// What tells settings from others at the cost of a few additions: the sum, modulo 2^128, of a
/// hash of each setting that makes the identity.
///
/// Equal for equal identities; two different ones among n have the same fingerprint with a
/// probability of about n²/2^129 (a sum of hashes as a hash of a set: M. Bellare and
/// D. Micciancio, EUROCRYPT 1997). It is no id: it is neither kept nor told.
package struct SettingsFingerprint: Hashable, Sendable {
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    /// That of the defaults, whose identity is empty.
    package init() {}

    /// The part of one setting.
    package init(of definition: SettingDefinition, as value: SettingValue) {
        self.init(key: SettingsFingerprint(text: definition.name), value)
    }

    /// The part of one setting, by the hash of its name.
    package init(key: SettingsFingerprint, _ value: SettingValue) {
        let bits =
            switch value {
            case .integer(let number): SettingsFingerprint(both: UInt64(bitPattern: Int64(number)))
            case .real(let number): SettingsFingerprint(both: number.bitPattern)
            case .text(let word): SettingsFingerprint(text: word)
            }
        high = SettingsFingerprint.mixed(key.high ^ bits.high)
        low = SettingsFingerprint.mixed(key.low &+ bits.low)
    }

    /// The first 128 bits of the SHA-256 of a text.
    package init(text: String) {
        var hash = SHA256()
        hash.update(text.utf8)
        for (place, byte) in hash.finalize().prefix(16).enumerated() {
            if place < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
    }

    private init(both bits: UInt64) {
        high = bits
        low = bits
    }

    /// A permutation of all 64-bit numbers in which each bit hangs on every other
    /// (D. Stafford's thirteenth variant of MurmurHash3's).
    private static func mixed(_ bits: UInt64) -> UInt64 {
        var bits = bits
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    package mutating func add(_ other: SettingsFingerprint) {
        let (sum, carry) = low.addingReportingOverflow(other.low)
        low = sum
        high = high &+ other.high &+ (carry ? 1 : 0)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(low) }
}

extension SettingDefinition {
    /// The setting's line in the canonical form.
    func line(_ value: SettingValue) -> String { "\(name)=\(value.text)\n" }
}
