extension Parser {
    /// Reads an operand without operators around it.
    mutating func primary() throws(ExpressionFault) -> Int {
        let first = token
        switch first.kind {
        case .number(let value):
            try advance()
            return append(.number(value), first.span)
        case .text(let text):
            try advance()
            return append(.text(text), first.span)
        case .name(let name):
            return try named(name)
        case .symbol(.open):
            try advance()
            let inner = try expression(binding: 0)
            try close(.close, opening: first, expected: "an operator or ')'")
            return inner
        default:
            throw unexpected(expected: Parser.operand)
        }
    }

    /// Reads a name, a truth value or a call.
    private mutating func named(_ name: String) throws(ExpressionFault) -> Int {
        let first = token
        if dialect == .condition, Token.reservedWords.contains(name) {
            guard name == "true" || name == "false" else {
                throw unexpected(expected: Parser.operand)
            }
            try advance()
            return append(.flag(name == "true"), first.span)
        }
        try advance()
        guard token.kind == .symbol(.open) else { return append(.name(name), first.span) }
        return try call(name, at: first.span)
    }

    private mutating func call(
        _ name: String, at place: SourceSpan
    ) throws(ExpressionFault) -> Int {
        guard let function = ExpressionFunction(rawValue: name) else {
            let known = ExpressionFunction.allCases.map(\.rawValue)
            throw ExpressionFault(kind: .unknownFunction(name, known: known), span: place)
        }
        guard dialect == .expression || function.isPortable else {
            throw ExpressionFault(kind: .functionNotPortable(name), span: place)
        }
        let opening = token
        try advance()
        let arguments = try arguments(opening: opening)
        let whole = place.joined(arguments.span)
        guard function.argumentCount.contains(arguments.nodes.count) else {
            let kind = ExpressionFault.Kind.wrongArgumentCount(
                function: name, found: arguments.nodes.count, expected: function.argumentCount)
            throw ExpressionFault(kind: kind, span: whole)
        }
        return append(.call(function, arguments.nodes), whole)
    }

    private mutating func arguments(
        opening: Token
    ) throws(ExpressionFault) -> (nodes: [Int], span: SourceSpan) {
        if token.kind == .symbol(.close) {
            let end = token.span
            try advance()
            return ([], opening.span.joined(end))
        }
        return try operands(until: .close, opening: opening)
    }
}
