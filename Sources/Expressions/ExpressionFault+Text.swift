extension ExpressionFault: CustomStringConvertible {
    /// The message, and the hint if there is one, on one line.
    public var description: String {
        hint.map { "\(message) (\($0))" } ?? message
    }

    /// What is wrong, in one line without a full stop.
    public var message: String {
        switch kind {
        case .emptyText: "an expression is missing"
        case .textTooLong(let limit): "an expression of more than \(limit) bytes"
        case .unexpectedCharacter(let character): "unexpected character '\(character)'"
        case .unexpectedToken(let found, let expected): "found \(found), expected \(expected)"
        case .unexpectedEnd(let expected): "the text ends, expected \(expected)"
        case .unbalanced(let bracket): "'\(bracket)' without its partner"
        case .unclosedQuote: "a quoted text without its closing quote"
        case .notANumber(let text): "'\(text)' is not a number"
        case .numberOutOfRange(let text): "the number \(text) is out of range"
        case .nestedTooDeep(let limit): "nested deeper than \(limit) levels"
        case .unknownName(let name, _): "unknown name '\(name)'"
        case .unknownFunction(let name, _): "unknown function '\(name)'"
        case .functionNotPortable(let name): "a condition cannot use '\(name)'"
        case .exponentNotWhole: "a condition can only raise to whole exponents within ±1024"
        case .wrongArgumentCount(let function, let found, let expected):
            "'\(function)' takes \(Self.count(expected)), found \(found)"
        case .chainedComparison: "comparisons cannot be chained"
        case .wrongType(let found, let expected): "found \(found.noun), expected \(expected.noun)"
        case .incomparable(let left, let right): "cannot compare \(left.noun) with \(right.noun)"
        }
    }

    /// How to mend it, where there is something to say.
    public var hint: String? {
        switch kind {
        case .unexpectedCharacter(let character): Self.hint(character: character)
        case .unexpectedToken(let found, let expected): Self.hint(found: found, expected: expected)
        case .unclosedQuote: "a text ends with the quote that began it"
        case .notANumber: "write 2*x for a product; 1.5e-3 is a number"
        case .nestedTooDeep: "name parts of it and use the names"
        case .unknownName(let name, let known): Self.hint(name: name, known: known)
        case .unknownFunction(let name, let known):
            nearest(name, in: known).map { "did you mean '\($0)'?" }
                ?? "the functions are \(known.joined(separator: ", ")); for a product write *"
        case .functionNotPortable:
            "its digits differ between machines; compare its argument instead"
        case .exponentNotWhole: "for a square root write sqrt(x)"
        case .chainedComparison: "write a < b and b < c"
        case .wrongType(.number, .flag): "compare it with something, as in layers > 2"
        case .incomparable(.number, .text), .incomparable(.text, .number):
            "quotes make a text: 3 is a number, \"3\" is a text"
        default: nil
        }
    }

    private static func count(_ range: ClosedRange<Int>) -> String {
        if range.upperBound == .max { return "\(range.lowerBound) or more arguments" }
        return range.lowerBound == 1 ? "1 argument" : "\(range.lowerBound) arguments"
    }

    private static func hint(name: String, known: [String]) -> String? {
        if let near = nearest(name, in: known) { return "did you mean '\(near)'?" }
        guard !known.isEmpty else { return nil }
        let listed = known.prefix(12).joined(separator: ", ")
        return "known names: " + listed + (known.count > 12 ? ", …" : "")
    }

    private static func hint(found: String, expected: String) -> String? {
        switch (found, expected) {
        case ("'*'", Parser.operand): "a power is written with ^"
        case ("'+'", Parser.operand): "a number needs no plus sign"
        case ("'not'", Parser.operand): "put it in parentheses"
        case (_, Parser.continuation) where !found.hasPrefix("'"): "write * for a product"
        case ("'('", Parser.continuation): "write * for a product"
        default: nil
        }
    }

    private static func hint(character: String) -> String? {
        switch character {
        case "=": "write == to compare"
        case "&": "write and"
        case "|": "write or"
        case "!": "write not"
        case "−", "–", "—": "write the minus sign as -"
        case "·", "×", "⋅": "write * for a product"
        case "÷": "write / for a quotient"
        case "“", "”", "‘", "’": "write quotes as \" or '"
        case ".": "numbers look like 1.5; names here have no dots"
        case "\"", "'": "an expression has no quoted texts"
        default: nil
        }
    }
}

extension ConditionValue.Kind {
    /// The kind in words, with its article.
    var noun: String {
        switch self {
        case .number: "a number"
        case .text: "a text"
        case .flag: "a truth value"
        }
    }
}
