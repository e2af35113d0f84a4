/// Failures of one kind: their causes differ in nothing but the number of a step.
public struct FailureKind: Hashable, Sendable {
    public var status: TrialStatus
    /// With `N` for the number of a step; nil where no cause is known.
    public var cause: String?

    public init(_ status: TrialStatus, cause: String?) {
        self.status = status
        self.cause = cause.map(FailureKind.withoutSteps)
    }

    private static func withoutSteps(_ cause: String) -> String {
        let words = cause.split(separator: " ", omittingEmptySubsequences: false)
        return zip([""] + words, words).map { before, word in
            before == "step" && word.first?.isNumber == true
                ? "N" + word.drop(while: \.isNumber) : String(word)
        }.joined(separator: " ")
    }

    /// What to say of failures of this kind: their cause where it is one, else what they share.
    public func text(of causes: some Collection<String?>) -> String? {
        Set(causes).count == 1 ? causes.first ?? nil : cause
    }
}
