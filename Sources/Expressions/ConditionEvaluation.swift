/// One evaluation of a condition. The recursion is as deep as the condition is high at most.
struct ConditionEvaluation {
    let nodes: [SyntaxNode]
    let knownNames: [String]
    let lookup: (String) -> ConditionValue?

    /// The truth value of a node.
    func flag(_ index: Int) throws(ExpressionFault) -> Bool {
        let value = try value(index)
        guard case .flag(let flag) = value else { throw wrongType(value, .flag, index) }
        return flag
    }

    private func number(_ index: Int) throws(ExpressionFault) -> Double {
        let value = try value(index)
        guard case .number(let number) = value else { throw wrongType(value, .number, index) }
        return number
    }

    private func value(_ index: Int) throws(ExpressionFault) -> ConditionValue {
        switch nodes[index].syntax {
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        case .flag(let flag): .flag(flag)
        case .name(let name): try named(name, index)
        case .negate(let operand): .number(-(try number(operand)))
        case .arithmetic(let sign, let left, let right):
            .number(try arithmetic(sign, left, right))
        case .call(let function, let arguments): .number(try call(function, arguments))
        case .not(let operand): .flag(!(try flag(operand)))
        case .and(let left, let right): .flag(try flag(left) ? try flag(right) : false)
        case .or(let left, let right): .flag(try flag(left) ? true : try flag(right))
        case .comparison(let sign, let left, let right):
            .flag(try comparison(sign, left, right, index))
        case .membership(let element, let list): .flag(try membership(element, list))
        }
    }

    private func named(_ name: String, _ index: Int) throws(ExpressionFault) -> ConditionValue {
        guard let value = lookup(name) else {
            throw fault(.unknownName(name, known: knownNames), index)
        }
        return value
    }

    private func arithmetic(
        _ sign: ArithmeticOperator, _ left: Int, _ right: Int
    ) throws(ExpressionFault) -> Double {
        let first = try number(left)
        let second = try number(right)
        switch sign {
        case .add: return first + second
        case .subtract: return first - second
        case .multiply: return first * second
        case .divide: return first / second
        case .power:
            guard second == second.rounded(), abs(second) <= 1024 else {
                throw fault(.exponentNotWhole, right)
            }
            return ConditionEvaluation.power(first, Int(second))
        }
    }

    /// A whole power by repeated squaring, which needs nothing but products and one quotient.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var square = base
        var rest = exponent.magnitude
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return exponent < 0 ? 1 / result : result
    }

    private func call(
        _ function: ExpressionFunction, _ arguments: [Int]
    ) throws(ExpressionFault) -> Double {
        var result = try number(arguments[0])
        for argument in arguments.dropFirst() {
            let other = try number(argument)
            result = function == .min ? min(result, other) : max(result, other)
        }
        switch function {
        case .min, .max: return result
        case .sqrt: return result.squareRoot()
        case .abs: return abs(result)
        case .step: return result >= 0 ? 1 : 0
        case .exp, .log, .sin, .cos, .tanh: preconditionFailure("refused by the parser")
        }
    }

    private func comparison(
        _ sign: ComparisonOperator, _ left: Int, _ right: Int, _ index: Int
    ) throws(ExpressionFault) -> Bool {
        switch sign {
        case .equal: return try areEqual(try value(left), right, index)
        case .notEqual: return !(try areEqual(try value(left), right, index))
        case .less: return try number(left) < number(right)
        case .lessOrEqual: return try number(left) <= number(right)
        case .greater: return try number(left) > number(right)
        case .greaterOrEqual: return try number(left) >= number(right)
        }
    }

    private func membership(_ element: Int, _ list: [Int]) throws(ExpressionFault) -> Bool {
        let wanted = try value(element)
        var isMember = false
        // No early end: a wrong type later in the list is a fault in every case.
        for item in list where try areEqual(wanted, item, item) { isMember = true }
        return isMember
    }

    private func areEqual(
        _ value: ConditionValue, _ right: Int, _ index: Int
    ) throws(ExpressionFault) -> Bool {
        let other = try self.value(right)
        guard value.kind == other.kind else {
            throw fault(.incomparable(value.kind, other.kind), index)
        }
        return value == other
    }

    private func wrongType(
        _ value: ConditionValue, _ expected: ConditionValue.Kind, _ index: Int
    ) -> ExpressionFault {
        fault(.wrongType(found: value.kind, expected: expected), index)
    }

    private func fault(_ kind: ExpressionFault.Kind, _ index: Int) -> ExpressionFault {
        ExpressionFault(kind: kind, span: nodes[index].span)
    }
}
