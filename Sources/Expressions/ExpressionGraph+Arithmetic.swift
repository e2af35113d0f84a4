extension ExpressionGraph {
    /// The sum of two nodes.
    public mutating func add(_ left: NodeID, _ right: NodeID) -> NodeID {
        if isConstant(left, 0) { return right }
        if isConstant(right, 0) { return left }
        if let negated = operandOfNegation(right) { return subtract(left, negated) }
        if let negated = operandOfNegation(left) { return subtract(right, negated) }
        return commutative(.add, left, right)
    }

    /// The difference of two nodes.
    public mutating func subtract(_ left: NodeID, _ right: NodeID) -> NodeID {
        if isConstant(right, 0) { return left }
        if isConstant(left, 0) { return negate(right) }
        if left == right, !isHazard(left) { return constant(0) }
        if let negated = operandOfNegation(right) { return add(left, negated) }
        return operation(.subtract, left, right)
    }

    /// The product of two nodes.
    public mutating func multiply(_ left: NodeID, _ right: NodeID) -> NodeID {
        if isConstant(left, 0), !isHazard(right) { return constant(0) }
        if isConstant(right, 0), !isHazard(left) { return constant(0) }
        if isConstant(left, 1) { return right }
        if isConstant(right, 1) { return left }
        if isConstant(left, -1) { return negate(right) }
        if isConstant(right, -1) { return negate(left) }
        if let first = operandOfNegation(left) {
            guard let second = operandOfNegation(right) else {
                return negate(multiply(first, right))
            }
            return multiply(first, second)
        }
        if let second = operandOfNegation(right) { return negate(multiply(left, second)) }
        return commutative(.multiply, left, right)
    }

    /// The quotient of two nodes.
    public mutating func divide(_ left: NodeID, _ right: NodeID) -> NodeID {
        if isConstant(right, 1) { return left }
        if isConstant(right, -1) { return negate(left) }
        if isConstant(left, 0), !isHazard(right), !isConstant(right, 0) { return constant(0) }
        if let negated = operandOfNegation(left) { return negate(divide(negated, right)) }
        return operation(.divide, left, right)
    }

    /// The node with the other sign.
    public mutating func negate(_ node: NodeID) -> NodeID {
        operandOfNegation(node) ?? operation(.negate, node, node)
    }

    /// The first node to the power of the second; small whole exponents become products.
    public mutating func power(_ base: NodeID, _ exponent: NodeID) -> NodeID {
        if isConstant(base, 1) { return base }
        switch constantValue(of: exponent) {
        case 0: return constant(1)
        case 1: return base
        case 2: return multiply(base, base)
        case 3: return multiply(multiply(base, base), base)
        case 4:
            let square = multiply(base, base)
            return multiply(square, square)
        case -1: return divide(constant(1), base)
        case -2: return divide(constant(1), multiply(base, base))
        default: return operation(.power, base, exponent)
        }
    }

    /// A function of nodes; the number of arguments fits the function.
    public mutating func apply(_ function: ExpressionFunction, to arguments: [NodeID]) -> NodeID {
        precondition(
            function.argumentCount.contains(arguments.count), "the number of arguments fits")
        let first = arguments[0]
        switch function {
        case .min: return arguments.dropFirst().reduce(first) { selection(.minimum, $0, $1) }
        case .max: return arguments.dropFirst().reduce(first) { selection(.maximum, $0, $1) }
        case .exp: return operation(.exp, first, first)
        case .log: return operation(.log, first, first)
        case .sqrt: return operation(.squareRoot, first, first)
        case .sin: return operation(.sin, first, first)
        case .cos: return operation(.cos, first, first)
        case .tanh: return operation(.tanh, first, first)
        case .abs: return operation(.absolute, first, first)
        case .step: return operation(.step, first, first)
        }
    }

    /// The node's value where the condition is at least 0 (or below 0), else 0.
    mutating func gate(
        _ gate: Tape.Operation, on condition: NodeID, _ node: NodeID
    ) -> NodeID {
        if isConstant(node, 0), !isHazard(condition) { return node }
        return operation(gate, condition, node)
    }

    private mutating func selection(
        _ selection: Tape.Operation, _ left: NodeID, _ right: NodeID
    ) -> NodeID {
        left == right ? left : operation(selection, left, right)
    }

    /// Orders the operands, so that a + b and b + a are one node.
    private mutating func commutative(
        _ operation: Tape.Operation, _ left: NodeID, _ right: NodeID
    ) -> NodeID {
        left.index <= right.index
            ? self.operation(operation, left, right) : self.operation(operation, right, left)
    }

    func isConstant(_ node: NodeID, _ value: Double) -> Bool {
        constantValue(of: node) == value
    }

    private func operandOfNegation(_ node: NodeID) -> NodeID? {
        let content = self[node]
        return content.operation == .negate ? NodeID(index: content.left) : nil
    }
}
