/// A word or sign of the language, with its place.
struct Token: Hashable {
    enum Kind: Hashable {
        case number(Double)
        case name(String)
        case text(String)
        case symbol(Symbol)
        case end
    }

    let kind: Kind
    let span: SourceSpan

    /// The token as a message shows it.
    var shown: String {
        switch kind {
        case .number: "a number"
        case .name(let name):
            Token.reservedWords.contains(name) ? "'\(name)'" : "the name '\(name)'"
        case .text: "a quoted text"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end"
        }
    }

    /// Words that are no names in a condition.
    static let reservedWords: Set<String> = ["and", "or", "not", "in", "true", "false"]
}

/// The signs of the language.
enum Symbol: String, Hashable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"
    case open = "("
    case close = ")"
    case openList = "["
    case closeList = "]"
    case comma = ","
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// Which of the two languages a text is written in.
enum Dialect {
    /// Arithmetic over undotted names.
    case expression
    /// Logic, comparisons, lists, quoted texts and dotted names besides.
    case condition
}
