extension ExpressionGraph {
    /// The node of a parsed expression; `names` says what its names stand for.
    ///
    /// A name that is not there is a fault with its place in the text.
    public mutating func insert(
        _ expression: Expression, names: [String: NodeID]
    ) throws(ExpressionFault) -> NodeID {
        var inserted: [NodeID] = []
        inserted.reserveCapacity(expression.nodes.count)
        for node in expression.nodes {
            inserted.append(try insert(node, after: inserted, names))
        }
        return inserted[inserted.count - 1]
    }

    private mutating func insert(
        _ node: SyntaxNode, after inserted: [NodeID], _ names: [String: NodeID]
    ) throws(ExpressionFault) -> NodeID {
        switch node.syntax {
        case .number(let value): return constant(value)
        case .name(let name):
            guard let known = names[name] else {
                let kind = ExpressionFault.Kind.unknownName(name, known: names.keys.sorted())
                throw ExpressionFault(kind: kind, span: node.span)
            }
            return known
        case .negate(let operand): return negate(inserted[operand])
        case .arithmetic(let sign, let left, let right):
            return arithmetic(sign, inserted[left], inserted[right])
        case .call(let function, let operands):
            return apply(function, to: operands.map { inserted[$0] })
        case .text, .flag, .not, .and, .or, .comparison, .membership:
            preconditionFailure("the parser of expressions makes no logic")
        }
    }

    private mutating func arithmetic(
        _ sign: ArithmeticOperator, _ left: NodeID, _ right: NodeID
    ) -> NodeID {
        switch sign {
        case .add: add(left, right)
        case .subtract: subtract(left, right)
        case .multiply: multiply(left, right)
        case .divide: divide(left, right)
        case .power: power(left, right)
        }
    }
}
