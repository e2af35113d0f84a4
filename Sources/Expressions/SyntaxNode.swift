/// One node of a parsed text.
///
/// A parsed text is a flat list of nodes in which operands stand before the node that uses them,
/// the root last, so that long texts need no recursion. Operands are indices into the list.
struct SyntaxNode: Hashable, Sendable {
    let syntax: Syntax
    let span: SourceSpan
}

/// What a node of a parsed text is.
enum Syntax: Hashable, Sendable {
    case number(Double)
    case name(String)
    case negate(Int)
    case arithmetic(ArithmeticOperator, Int, Int)
    case call(ExpressionFunction, [Int])

    // Only in conditions:
    case text(String)
    case flag(Bool)
    case not(Int)
    case and(Int, Int)
    case or(Int, Int)
    case comparison(ComparisonOperator, Int, Int)
    case membership(Int, [Int])

    /// The operands, in order.
    var operands: [Int] {
        switch self {
        case .number, .name, .text, .flag: []
        case .negate(let operand), .not(let operand): [operand]
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
            .and(let left, let right), .or(let left, let right):
            [left, right]
        case .call(_, let operands): operands
        case .membership(let element, let list): [element] + list
        }
    }
}

/// The operators between numbers.
enum ArithmeticOperator: Hashable, Sendable {
    case add, subtract, multiply, divide, power
}

/// The operators between values of a condition.
enum ComparisonOperator: Hashable, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

extension [SyntaxNode] {
    /// The names in the order of the text, each as often as it stands there.
    var names: [(name: String, span: SourceSpan)] {
        compactMap { node in
            guard case .name(let name) = node.syntax else { return nil }
            return (name, node.span)
        }
    }
}
