/// An operator between two operands, with how tight it binds.
enum Infix: Hashable {
    case or, and
    case comparison(ComparisonOperator)
    case membership, nonMembership
    case arithmetic(ArithmeticOperator)

    static let notBinding = 3
    static let comparisonBinding = 4
    /// What may stand in a list of operands: arithmetic, no logic.
    static let operandBinding = 5
    /// A sign binds tighter than a product and looser than a power: -2^2 is -(2^2).
    static let signBinding = 7

    /// The operator that a token begins; nil where it begins none.
    init?(_ token: Token, _ dialect: Dialect) {
        switch token.kind {
        case .symbol(let symbol):
            if let known = Infix.arithmetic[symbol] {
                self = .arithmetic(known)
            } else if dialect == .condition, let known = Infix.comparisons[symbol] {
                self = .comparison(known)
            } else {
                return nil
            }
        case .name(let name):
            guard dialect == .condition, let known = Infix.words[name] else { return nil }
            self = known
        default: return nil
        }
    }

    private static let arithmetic: [Symbol: ArithmeticOperator] = [
        .plus: .add, .minus: .subtract, .times: .multiply, .over: .divide, .power: .power,
    ]

    private static let comparisons: [Symbol: ComparisonOperator] = [
        .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual,
        .greater: .greater, .greaterOrEqual: .greaterOrEqual,
    ]

    private static let words: [String: Infix] = [
        "or": .or, "and": .and, "in": .membership, "not": .nonMembership,
    ]

    /// How tight the operator binds; a higher number binds tighter.
    var binding: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .comparison, .membership, .nonMembership: Infix.comparisonBinding
        case .arithmetic(.add), .arithmetic(.subtract): Infix.operandBinding
        case .arithmetic(.multiply), .arithmetic(.divide): 6
        case .arithmetic(.power): 8
        }
    }

    /// How tight an operator must bind to belong to the right operand: only powers group from the
    /// right.
    var rightBinding: Int {
        self == .arithmetic(.power) ? binding : binding + 1
    }

    /// The node of this operator; membership has one of its own.
    func syntax(_ left: Int, _ right: Int) -> Syntax {
        switch self {
        case .or: .or(left, right)
        case .and: .and(left, right)
        case .comparison(let comparison): .comparison(comparison, left, right)
        case .arithmetic(let arithmetic): .arithmetic(arithmetic, left, right)
        case .membership, .nonMembership: preconditionFailure("membership takes a list")
        }
    }
}
