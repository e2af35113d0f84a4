/// A derivative that has been made before.
struct DerivativeKey: Hashable {
    let node: NodeID
    let slot: Int
}

extension ExpressionGraph {
    /// The exact derivative of a node by a slot.
    ///
    /// min, max and abs give the derivative of the branch that is taken; where branches meet, the
    /// one of the first argument (of abs, 1). The derivative of step is 0.
    public mutating func derivative(of node: NodeID, bySlot slot: Int) -> NodeID {
        for part in parts(of: node, dependingOn: slot) {
            let key = DerivativeKey(node: part, slot: slot)
            if derivatives[key] == nil { derivatives[key] = chainRule(part, slot) }
        }
        return known(node, slot)
    }

    /// The parts of a node that depend on a slot, operands first.
    private func parts(of node: NodeID, dependingOn slot: Int) -> [NodeID] {
        var found: Set<NodeID> = []
        var pending = [node]
        while let part = pending.popLast() {
            guard dependsOn(part, slot: slot), found.insert(part).inserted else { continue }
            guard self[part].operation != .slot else { continue }
            pending.append(NodeID(index: self[part].left))
            pending.append(NodeID(index: self[part].right))
        }
        return found.sorted { $0.index < $1.index }
    }

    /// The derivative of an operand, which has been made before.
    private mutating func known(_ node: NodeID, _ slot: Int) -> NodeID {
        derivatives[DerivativeKey(node: node, slot: slot)] ?? constant(0)
    }

    private mutating func chainRule(_ node: NodeID, _ slot: Int) -> NodeID {
        let operation = self[node].operation
        if operation == .slot { return constant(1) }
        let left = NodeID(index: self[node].left)
        let right = NodeID(index: self[node].right)
        let leftSlope = known(left, slot)
        if operation.operandCount == 1 {
            return unaryRule(operation, node, left, leftSlope)
        }
        return binaryRule(operation, node, (left, leftSlope), (right, known(right, slot)))
    }

    private mutating func unaryRule(
        _ operation: Tape.Operation, _ node: NodeID, _ operand: NodeID, _ slope: NodeID
    ) -> NodeID {
        switch operation {
        case .negate: return negate(slope)
        case .exp: return multiply(slope, node)
        case .log: return divide(slope, operand)
        case .squareRoot: return divide(slope, multiply(constant(2), node))
        case .sin: return multiply(slope, apply(.cos, to: [operand]))
        case .cos: return negate(multiply(slope, apply(.sin, to: [operand])))
        case .tanh: return multiply(slope, subtract(constant(1), multiply(node, node)))
        case .absolute:
            let rising = gate(.whenNonnegative, on: operand, slope)
            return subtract(rising, gate(.whenNegative, on: operand, slope))
        case .step: return constant(0)
        default: preconditionFailure("an operation of one operand")
        }
    }

    private typealias Operand = (node: NodeID, slope: NodeID)

    private mutating func binaryRule(
        _ operation: Tape.Operation, _ node: NodeID, _ left: Operand, _ right: Operand
    ) -> NodeID {
        switch operation {
        case .add: return add(left.slope, right.slope)
        case .subtract: return subtract(left.slope, right.slope)
        case .multiply:
            let first = multiply(left.slope, right.node)
            return add(first, multiply(left.node, right.slope))
        case .divide: return quotientRule(node, left, right)
        case .power: return powerRule(left, right)
        case .powerLog: return powerLogRule(node, left, right)
        case .minimum: return selectionRule(subtract(right.node, left.node), left, right)
        case .maximum: return selectionRule(subtract(left.node, right.node), left, right)
        case .whenNonnegative, .whenNegative: return gate(operation, on: left.node, right.slope)
        default: preconditionFailure("an operation of two operands")
        }
    }

    /// (a/b)' = (a' - (a/b) b')/b; of a constant b the reciprocal is taken once, because many
    /// derivatives share it and a product is several times cheaper than a quotient.
    private mutating func quotientRule(
        _ node: NodeID, _ left: Operand, _ right: Operand
    ) -> NodeID {
        if let divisor = constantValue(of: right.node), (1 / divisor).isNormal {
            return multiply(left.slope, constant(1 / divisor))
        }
        return divide(subtract(left.slope, multiply(node, right.slope)), right.node)
    }

    /// (x^y)' = y x^(y-1) x' + x^y log(x) y'.
    private mutating func powerRule(_ base: Operand, _ exponent: Operand) -> NodeID {
        let lowered = power(base.node, subtract(exponent.node, constant(1)))
        let byBase = multiply(multiply(exponent.node, lowered), base.slope)
        guard !isConstant(exponent.slope, 0) else { return byBase }
        let byExponent = operation(.powerLog, base.node, exponent.node)
        return add(byBase, multiply(byExponent, exponent.slope))
    }

    /// (x^y log x)' = (y x^(y-1) log x + x^(y-1)) x' + x^y log(x)² y'.
    private mutating func powerLogRule(
        _ node: NodeID, _ base: Operand, _ exponent: Operand
    ) -> NodeID {
        let less = subtract(exponent.node, constant(1))
        let inner = multiply(exponent.node, operation(.powerLog, base.node, less))
        let byBase = multiply(add(inner, power(base.node, less)), base.slope)
        guard !isConstant(exponent.slope, 0) else { return byBase }
        let byExponent = multiply(node, apply(.log, to: [base.node]))
        return add(byBase, multiply(byExponent, exponent.slope))
    }

    /// The slope of the left operand where `lead` is at least 0, else that of the right one.
    private mutating func selectionRule(
        _ lead: NodeID, _ left: Operand, _ right: Operand
    ) -> NodeID {
        let first = gate(.whenNonnegative, on: lead, left.slope)
        return add(first, gate(.whenNegative, on: lead, right.slope))
    }
}
