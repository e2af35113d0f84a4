import Draws
import Expressions
import Glibc

/// An expression as a plain tree with its own printer, evaluation and derivative: the oracle that
/// parser, graph and tape are compared with.
indirect enum OracleTree {
    case number(Double)
    case variable(Int)
    case negate(OracleTree)
    case binary(Character, OracleTree, OracleTree)
    case call(ExpressionFunction, [OracleTree])

    static let names = ["x", "y_1", "Zed"]

    /// A value with its derivative, and the largest magnitude that occurred on the way.
    struct Dual {
        var value: Double
        var slope: Double
        var scale: Double
    }

    /// The text with the fewest parentheses.
    var text: String { text(binding: 0) }

    private func text(binding: Int) -> String {
        switch self {
        case .number(let value): return value.description
        case .variable(let slot): return OracleTree.names[slot]
        case .negate(let inner):
            let text = "-" + inner.text(binding: 3)
            return binding > 2 ? "(\(text))" : text
        case .binary(let sign, let left, let right):
            let own = sign == "^" ? 4 : "*/".contains(sign) ? 2 : 1
            let first = left.text(binding: sign == "^" ? own + 1 : own)
            let second = right.text(binding: sign == "^" ? own : own + 1)
            let text = "\(first) \(sign) \(second)"
            return own < binding ? "(\(text))" : text
        case .call(let function, let arguments):
            return function.rawValue
                + "(\(arguments.map { $0.text(binding: 0) }.joined(separator: ", ")))"
        }
    }

    /// The value and the derivative by a slot, in forward mode.
    func dual(at point: [Double], by slot: Int) -> Dual {
        var result = raw(at: point, by: slot)
        let isFinite = result.value.isFinite && result.slope.isFinite
        let magnitude = max(result.value.magnitude, result.slope.magnitude)
        result.scale = isFinite ? max(result.scale, magnitude) : .infinity
        return result
    }

    private func raw(at point: [Double], by slot: Int) -> Dual {
        switch self {
        case .number(let value): return Dual(value: value, slope: 0, scale: 0)
        case .variable(let index):
            return Dual(value: point[index], slope: index == slot ? 1 : 0, scale: 0)
        case .negate(let inner):
            let inner = inner.dual(at: point, by: slot)
            return Dual(value: -inner.value, slope: -inner.slope, scale: inner.scale)
        case .binary(let sign, let left, let right):
            let isConstant = if case .number = right { true } else { false }
            return OracleTree.binary(
                sign, left.dual(at: point, by: slot), right.dual(at: point, by: slot), isConstant)
        case .call(let function, let arguments):
            return OracleTree.call(function, arguments.map { $0.dual(at: point, by: slot) })
        }
    }

    private static func binary(
        _ sign: Character, _ left: Dual, _ right: Dual, _ isConstant: Bool
    ) -> Dual {
        let (a, da, b, db) = (left.value, left.slope, right.value, right.slope)
        let scale = max(left.scale, right.scale)
        switch sign {
        case "+": return Dual(value: a + b, slope: da + db, scale: scale)
        case "-": return Dual(value: a - b, slope: da - db, scale: scale)
        case "*": return Dual(value: a * b, slope: da * b + a * db, scale: scale)
        case "/": return Dual(value: a / b, slope: (da * b - a * db) / (b * b), scale: scale)
        default:
            // Not a number where the base is 0 or negative and something is undefined, as in
            // sqrt(max(x, 0)) for x < 0, so that these points are passed over.
            let byBase = b * pow(a, b - 1) * da
            let byExponent = isConstant ? 0 : pow(a, b) * log(a) * db
            return Dual(value: pow(a, b), slope: byBase + byExponent, scale: scale)
        }
    }

    private static func call(_ function: ExpressionFunction, _ arguments: [Dual]) -> Dual {
        let (a, da) = (arguments[0].value, arguments[0].slope)
        let scale = arguments.map(\.scale).max()!
        switch function {
        case .exp: return Dual(value: exp(a), slope: exp(a) * da, scale: scale)
        case .log: return Dual(value: log(a), slope: da / a, scale: scale)
        case .sqrt: return Dual(value: sqrt(a), slope: da / (2 * sqrt(a)), scale: scale)
        case .sin: return Dual(value: sin(a), slope: cos(a) * da, scale: scale)
        case .cos: return Dual(value: cos(a), slope: -sin(a) * da, scale: scale)
        case .tanh: return Dual(value: tanh(a), slope: da / (cosh(a) * cosh(a)), scale: scale)
        case .abs: return Dual(value: fabs(a), slope: a < 0 ? -da : da, scale: scale)
        case .step: return Dual(value: a < 0 ? 0 : 1, slope: 0, scale: scale)
        case .min, .max:
            // Not the order of Double, so that the first of equal arguments wins.
            var best = arguments[0]
            for other in arguments.dropFirst() {
                let isBetter =
                    function == .min ? other.value < best.value : other.value > best.value
                if isBetter { best = other }
            }
            return Dual(value: best.value, slope: best.slope, scale: scale)
        }
    }

    /// A random tree of at most this depth.
    static func random(depth: Int, _ stream: inout DrawStream) -> OracleTree {
        let choice = stream.integer(below: depth == 0 ? 3 : 12)
        switch choice {
        case 0: return .number(Double(1 + stream.integer(below: 40)) / 8)
        case 1, 2: return .variable(stream.integer(below: names.count))
        case 3: return .negate(random(depth: depth - 1, &stream))
        case 4:
            let exponents = [2.0, 3, 4, 0.5, 1.5, 2.5]
            let exponent = exponents[stream.integer(below: exponents.count)]
            return .binary("^", random(depth: depth - 1, &stream), .number(exponent))
        case 5, 6, 7, 8:
            let sign = ["+", "-", "*", "/", "^"][stream.integer(below: 5)] as Character
            let left = random(depth: depth - 1, &stream)
            return .binary(sign, left, random(depth: depth - 1, &stream))
        default:
            let function = ExpressionFunction.allCases[stream.integer(below: 10)]
            let count = function.argumentCount.upperBound == 1 ? 1 : 2 + stream.integer(below: 2)
            return .call(function, (0..<count).map { _ in random(depth: depth - 1, &stream) })
        }
    }
}

/// A graph whose slots are the names of the oracle.
struct OracleGraph {
    var graph = ExpressionGraph()
    private var names: [String: NodeID] = [:]

    init() {
        for (slot, name) in OracleTree.names.enumerated() {
            names[name] = graph.variable(slot: slot)
        }
    }

    /// The node of an expression.
    mutating func node(_ text: String) throws -> NodeID {
        try graph.insert(Expression(parsing: text), names: names)
    }
}
