import Expressions
import TestSupport
import Testing

/// Expressions and conditions made at random: each is compiled, or refused at a place in it.
@Suite struct ExpressionFuzzTests {
    private static let samples = [
        "(Qbrain*(Cart - Cbb) + PSB*(fu*Cbm - Cbb))/Vbb", "a*exp(-b*t) - step(t - 2)^2",
        "max(a, min(b, 0.5)) + abs(sin(a)*cos(b)) - tanh(t)/sqrt(log(2.5e3))",
        "optimizer in ['adam', 'lbfgs'] and not layers*neurons <= 512 or weights.data == 1",
        "a < 1 and (b >= 2 or c != \"x\")", "-2^-3^a", "a b", "\u{E9}💊", "true",
    ].map { Array($0.utf8) }

    private static let signs = "ab.c12+-*/^()[],<=>!'\" \n\t_%&|~@exp max and or not in true"

    @Test func `an expression, its derivative and its tape`() {
        fuzz("expression", samples: Self.samples, signs: Self.signs) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                let expression = try Expression(parsing: text)
                var graph = ExpressionGraph()
                let names = ["a": graph.variable(slot: 0), "b": graph.variable(slot: 1)]
                let node = try graph.insert(expression, names: names)
                let slope = graph.derivative(of: node, bySlot: 0)
                let tape = graph.tape(outputs: [node, slope], slotCount: 2)
                let read = try Tape(json: tape.json)
                let values = tape.values(at: [0.5, -1.5]).map(\.bitPattern)
                return read.values(at: [0.5, -1.5]).map(\.bitPattern) == values
            } catch let fault as ExpressionFault { return Self.isPlaced(fault, in: text) }
        }
    }

    @Test func `a condition`() {
        fuzz("condition", samples: Self.samples, signs: Self.signs) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                let condition = try Condition(parsing: text)
                _ = try condition.evaluate { $0 == "a" ? .number(1) : nil }
                return true
            } catch let fault as ExpressionFault { return Self.isPlaced(fault, in: text) }
        }
    }

    private static func isPlaced(_ fault: ExpressionFault, in text: String) -> Bool {
        let span = fault.span
        return 0 <= span.lower && span.lower <= span.upper && span.upper <= text.utf8.count
            && !fault.message.isEmpty
    }
}
