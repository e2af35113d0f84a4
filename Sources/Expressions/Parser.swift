/// A precedence-climbing parser (Pratt 1973) for expressions and conditions.
struct Parser {
    /// Parentheses, powers and signs may be nested this deep.
    static let depthLimit = 200
    /// What a fault says was expected before and after an operand.
    static let operand = "a number, a name or '('"
    static let continuation = "an operator or the end"

    let dialect: Dialect
    private(set) var token: Token
    private var lexer: Lexer
    private var nodes: [SyntaxNode] = []
    private var depth = 0

    private init(text: String, dialect: Dialect) throws(ExpressionFault) {
        self.dialect = dialect
        lexer = try Lexer(text: text, dialect: dialect)
        token = try lexer.next()
        guard token.kind != .end else { throw fault(.emptyText) }
    }

    /// The nodes of a text.
    static func nodes(of text: String, _ dialect: Dialect) throws(ExpressionFault) -> [SyntaxNode] {
        var parser = try Parser(text: text, dialect: dialect)
        _ = try parser.expression(binding: 0)
        switch parser.token.kind {
        case .end: return parser.nodes
        case .symbol(.close): throw parser.fault(.unbalanced(")"))
        case .symbol(.closeList): throw parser.fault(.unbalanced("]"))
        default: throw parser.unexpected(expected: continuation)
        }
    }

    /// Reads an expression of operators that bind at least this tight; returns its node.
    mutating func expression(binding minimum: Int) throws(ExpressionFault) -> Int {
        guard depth < Parser.depthLimit else {
            throw fault(.nestedTooDeep(limit: Parser.depthLimit))
        }
        depth += 1
        var left = try prefix(binding: minimum)
        while let infix = Infix(token, dialect), infix.binding >= minimum {
            left = try combine(left, infix)
        }
        depth -= 1
        return left
    }

    private mutating func prefix(binding minimum: Int) throws(ExpressionFault) -> Int {
        let start = token.span
        if token.kind == .symbol(.minus) {
            try advance()
            let operand = try expression(binding: Infix.signBinding)
            return append(.negate(operand), start.joined(span(of: operand)))
        }
        if isWord("not") {
            guard minimum <= Infix.notBinding else { throw unexpected(expected: Parser.operand) }
            try advance()
            let operand = try expression(binding: Infix.notBinding)
            return append(.not(operand), start.joined(span(of: operand)))
        }
        return try primary()
    }

    private mutating func combine(_ left: Int, _ infix: Infix) throws(ExpressionFault) -> Int {
        if infix == .membership || infix == .nonMembership {
            return try membership(of: left, isNegated: infix == .nonMembership)
        }
        try advance()
        let right = try expression(binding: infix.rightBinding)
        let span = span(of: left).joined(span(of: right))
        let node = append(infix.syntax(left, right), span)
        try refuseChain(after: infix)
        return node
    }

    private func refuseChain(after infix: Infix) throws(ExpressionFault) {
        guard infix.binding == Infix.comparisonBinding,
            Infix(token, dialect)?.binding == Infix.comparisonBinding
        else { return }
        throw fault(.chainedComparison)
    }

    /// Reads `in [a, b, …]` or `not in [a, b, …]` after its element.
    private mutating func membership(
        of element: Int, isNegated: Bool
    ) throws(ExpressionFault) -> Int {
        try advance()
        if isNegated {
            guard isWord("in") else { throw unexpected(expected: "'in'") }
            try advance()
        }
        let opening = token
        guard opening.kind == .symbol(.openList) else { throw unexpected(expected: "'['") }
        try advance()
        let list = try operands(until: .closeList, opening: opening)
        let whole = span(of: element).joined(list.span)
        let node = append(.membership(element, list.nodes), whole)
        let result = isNegated ? append(.not(node), whole) : node
        try refuseChain(after: .membership)
        return result
    }

    /// Reads operands with commas between them, and the closing bracket.
    mutating func operands(
        until close: Symbol, opening: Token
    ) throws(ExpressionFault) -> (nodes: [Int], span: SourceSpan) {
        var operands = [try expression(binding: Infix.operandBinding)]
        while token.kind == .symbol(.comma) {
            try advance()
            operands.append(try expression(binding: Infix.operandBinding))
        }
        let end = try self.close(close, opening: opening, expected: "',' or '\(close.rawValue)'")
        return (operands, opening.span.joined(end))
    }

    /// Takes the closing partner of a bracket and returns its place.
    @discardableResult
    mutating func close(
        _ close: Symbol, opening: Token, expected: String
    ) throws(ExpressionFault) -> SourceSpan {
        guard token.kind == .symbol(close) else {
            guard token.kind == .end, case .symbol(let bracket) = opening.kind else {
                throw unexpected(expected: expected)
            }
            throw ExpressionFault(kind: .unbalanced(bracket.rawValue), span: opening.span)
        }
        let span = token.span
        try advance()
        return span
    }

    mutating func advance() throws(ExpressionFault) {
        token = try lexer.next()
    }

    mutating func append(_ syntax: Syntax, _ span: SourceSpan) -> Int {
        nodes.append(SyntaxNode(syntax: syntax, span: span))
        return nodes.count - 1
    }

    private func span(of node: Int) -> SourceSpan { nodes[node].span }

    private func isWord(_ word: String) -> Bool {
        dialect == .condition && token.kind == .name(word)
    }

    func fault(_ kind: ExpressionFault.Kind) -> ExpressionFault {
        ExpressionFault(kind: kind, span: token.span)
    }

    func unexpected(expected: String) -> ExpressionFault {
        fault(
            token.kind == .end
                ? .unexpectedEnd(expected: expected)
                : .unexpectedToken(found: token.shown, expected: expected))
    }
}
