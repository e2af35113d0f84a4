/// What is wrong with an expression or a condition, and where in its text.
///
/// The words for people are made by `message` and `hint`.
public struct ExpressionFault: Error, Hashable, Sendable {
    /// The facts of a fault.
    public enum Kind: Hashable, Sendable {
        /// There is nothing but white space.
        case emptyText
        /// The text has more bytes than allowed.
        case textTooLong(limit: Int)
        /// A character that begins nothing in the language.
        case unexpectedCharacter(String)
        /// A word or sign of the language in a place where it cannot stand.
        case unexpectedToken(found: String, expected: String)
        /// The text ends where more must follow.
        case unexpectedEnd(expected: String)
        /// A bracket without its partner.
        case unbalanced(String)
        /// A quoted text without its closing quote.
        case unclosedQuote
        /// Something that begins like a number and is none.
        case notANumber(String)
        /// A number that a double cannot hold.
        case numberOutOfRange(String)
        /// Parentheses, powers or signs are nested deeper than allowed.
        case nestedTooDeep(limit: Int)
        /// A name that stands for nothing; `known` are the names that do.
        case unknownName(String, known: [String])
        /// A function that does not exist; `known` are those that do.
        case unknownFunction(String, known: [String])
        /// A function of the language that conditions do not have, because its digits are not
        /// the same on every machine.
        case functionNotPortable(String)
        /// A power with an exponent that conditions do not have, for the same reason.
        case exponentNotWhole
        /// Too few or too many arguments for the function.
        case wrongArgumentCount(function: String, found: Int, expected: ClosedRange<Int>)
        /// Two comparisons in a row, as in `a < b < c`.
        case chainedComparison
        /// A value of one type where another one is needed.
        case wrongType(found: ConditionValue.Kind, expected: ConditionValue.Kind)
        /// Values of two types compared with each other.
        case incomparable(ConditionValue.Kind, ConditionValue.Kind)
    }

    /// What is wrong.
    public let kind: Kind
    /// Where in the text it is wrong.
    public let span: SourceSpan

    /// A fault from its parts.
    public init(kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}
