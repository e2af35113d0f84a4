import Glibc

extension Tape {
    /// What an instruction does with its operands. The raw values stand in files and never change.
    public enum Operation: UInt8, Hashable, Sendable, CaseIterable {
        case constant = 0
        case slot = 1
        case add = 2
        case subtract = 3
        case multiply = 4
        case divide = 5
        case negate = 6
        case power = 7
        case minimum = 8
        case maximum = 9
        case exp = 10
        case log = 11
        case squareRoot = 12
        case sin = 13
        case cos = 14
        case tanh = 15
        case absolute = 16
        case step = 17
        /// The right operand where the left one is at least 0, else 0: for derivatives of selections.
        case whenNonnegative = 18
        /// The right operand where the left one is below 0, else 0.
        case whenNegative = 19
        /// left^right · log(left), with its limit 0 at left = 0 for right > 0: the derivative of a
        /// power by its exponent, as of a Hill term before the first dose.
        case powerLog = 20
    }
}

extension Tape.Operation {
    /// How many operands the operation reads.
    public var operandCount: Int {
        switch self {
        case .constant, .slot: 0
        case .negate, .exp, .log, .squareRoot, .sin, .cos, .tanh, .absolute, .step: 1
        case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .whenNonnegative,
            .whenNegative, .powerLog:
            2
        }
    }

    /// The result for operands; constants and slots have none. NaN operands of a minimum or
    /// maximum come through, so that trouble is not hidden.
    @inline(__always)
    func value(_ left: Double, _ right: Double) -> Double {
        switch self {
        case .constant, .slot: preconditionFailure("constants and slots are loaded")
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .negate: -left
        case .power: Glibc.pow(left, right)
        case .minimum: left < right || left.isNaN ? left : right
        case .maximum: left > right || left.isNaN ? left : right
        case .exp: Glibc.exp(left)
        case .log: Glibc.log(left)
        case .squareRoot: left.squareRoot()
        case .sin: Glibc.sin(left)
        case .cos: Glibc.cos(left)
        case .tanh: Glibc.tanh(left)
        case .absolute: left.magnitude
        case .step: left >= 0 ? 1 : 0
        case .whenNonnegative: left >= 0 ? right : 0
        case .whenNegative: left < 0 ? right : 0
        case .powerLog: left == 0 && right > 0 ? 0 : Glibc.pow(left, right) * Glibc.log(left)
        }
    }
}
