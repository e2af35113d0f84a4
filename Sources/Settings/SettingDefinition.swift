/// One setting of a trial: its name, what it may be, and what it is when nothing is said.
public struct SettingDefinition: Sendable {
    /// What values a setting may take.
    public enum Kind: Hashable, Sendable {
        /// A whole number in a closed range.
        case integer(ClosedRange<Int>)
        /// A finite real number above a limit, or from it on, and up to another.
        case real(lowest: Double, isLowestAllowed: Bool, highest: Double = .infinity)
        /// One of a few words.
        case choice([String])
        /// Words joined by `+`, each one of a few: the phases of an optimizer, in order.
        case sequence([String])
        /// Numbers above 0 separated by spaces, so many at most.
        case numbers(Int)
    }

    /// Dotted where the setting is nested in files: `weights.residual`.
    public let name: String
    public let kind: Kind
    public let defaultValue: SettingValue
    /// One sentence for the documentation.
    public let summary: String
    /// Whether the setting has any effect beside the other settings in force.
    ///
    /// A setting without effect leaves the identity: 1,000 and 2,000 L-BFGS steps
    /// are one configuration where no L-BFGS phase is.
    package let hasEffect: @Sendable (TrialSettings) -> Bool
    /// Where it stands in ``SettingsSchema/all``.
    package internal(set) var place = 0

    init(
        _ name: String, _ kind: Kind, _ defaultValue: SettingValue, _ summary: String,
        hasEffect: @escaping @Sendable (TrialSettings) -> Bool = { _ in true }
    ) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.summary = summary
        self.hasEffect = hasEffect
    }

    /// The value in the setting's own type, or what is wrong with it.
    ///
    /// Whole numbers become reals where the setting is real, and reals without a fraction
    /// become whole where it is whole, so that `1` and `1.0` are one value.
    public func resolve(_ value: SettingValue) throws(SettingFault) -> SettingValue {
        switch (kind, value) {
        case (.integer(let range), .integer(let number)):
            return try checked(value, range.contains(number))
        case (.integer(let range), .real(let number)):
            guard let whole = Int(exactly: number) else { throw fault(.wrongType, value) }
            return try checked(.integer(whole), range.contains(whole))
        case (.real, .integer(let number)):
            return try resolve(.real(Double(number)))
        case (.real(let lowest, let isAllowed, let highest), .real(let number)):
            guard number.isFinite else { throw fault(.notFinite, value) }
            let isInside = isAllowed ? number >= lowest : number > lowest
            return try checked(.real(number == 0 ? 0 : number), isInside && number <= highest)
        case (.choice(let words), .text(let word)):
            guard words.contains(word) else { throw fault(.unknownWord, value) }
            return value
        case (.sequence(let words), .text(let text)):
            let parts = text.split(separator: "+", omittingEmptySubsequences: false)
            guard parts.allSatisfy({ words.contains(String($0)) }) else {
                throw fault(.unknownWord, value)
            }
            return value
        case (.numbers, .integer), (.numbers, .real):
            return try resolve(.text(value.text))
        case (.numbers(let most), .text(let text)):
            let numbers = SettingDefinition.numbers(text)
            guard let numbers else { throw fault(.wrongType, value) }
            let isInside =
                (1...most).contains(numbers.count)
                && numbers.allSatisfy { $0 > 0 && $0.isFinite }
            return try checked(
                .text(numbers.map(\.description).joined(separator: " ")), isInside)
        default:
            throw fault(.wrongType, value)
        }
    }

    /// The numbers of a text; nil where one is none.
    static func numbers(_ text: String) -> [Double]? {
        let parts = text.split(separator: " ")
        let numbers = parts.compactMap { Double($0) }
        return numbers.count == parts.count ? numbers : nil
    }

    private func checked(
        _ value: SettingValue, _ isInside: Bool
    ) throws(SettingFault) -> SettingValue {
        guard isInside else { throw fault(.outOfRange, value) }
        return value
    }

    private func fault(_ reason: SettingFault.Reason, _ value: SettingValue) -> SettingFault {
        SettingFault(setting: name, value: value, reason: reason, allowed: kind)
    }
}

/// A value that a setting cannot take.
public struct SettingFault: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        case wrongType, outOfRange, notFinite, unknownWord
    }

    public let setting: String
    public let value: SettingValue
    public let reason: Reason
    public let allowed: SettingDefinition.Kind

    /// What is wrong, in one line.
    public var message: String {
        switch reason {
        case .wrongType: "'\(setting)' cannot be '\(value.text)'"
        case .outOfRange: "'\(setting)' is out of range: \(value.text)"
        case .notFinite: "'\(setting)' must be a finite number"
        case .unknownWord: "'\(setting)' has no choice '\(value.text)'"
        }
    }

    /// What would be right.
    public var hint: String { "give \(allowed.description)" }
}

extension SettingDefinition.Kind: CustomStringConvertible {
    /// The allowed values in words: "a whole number from 1 to 64".
    public var description: String {
        switch self {
        case .integer(let range):
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .real(let lowest, let isAllowed, let highest):
            "a number \(isAllowed ? "not below" : "above") \(lowest)"
                + (highest < .infinity ? " and not above \(highest)" : "")
        case .choice(let words):
            "one of \(words.joined(separator: ", "))"
        case .sequence(let words):
            "one of \(words.joined(separator: ", ")), or several joined by +"
        case .numbers(let most):
            "up to \(most) numbers above 0, separated by spaces"
        }
    }
}
