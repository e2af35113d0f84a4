import Expressions
import Testing

/// The value of an expression of the names a = 2, b = 3, c = 5 and x = -0.5.
func value(of text: String) throws -> Double {
    var graph = ExpressionGraph()
    let names = ["a": 2.0, "b": 3.0, "c": 5.0, "x": -0.5]
    let order = names.keys.sorted()
    var nodes: [String: NodeID] = [:]
    for (slot, name) in order.enumerated() { nodes[name] = graph.variable(slot: slot) }
    let node = try graph.insert(Expression(parsing: text), names: nodes)
    let tape = graph.tape(outputs: [node], slotCount: order.count)
    return tape.values(at: order.map { names[$0]! })[0]
}

@Suite("What an expression means")
struct PrecedenceTests {
    @Test(
        "operators bind and group as in mathematics",
        arguments: [
            ("1 + 2*3", 7.0),
            ("(1 + 2)*3", 9),
            ("10 - 4 - 3", 3),
            ("24/4/3", 2),
            ("24/4*3", 18),
            ("2^3^2", 512),
            ("(2^3)^2", 64),
            ("-2^2", -4),
            ("(-2)^2", 4),
            ("2^-1", 0.5),
            ("2^-1*4", 2),
            ("2^-2^2", 0.0625),
            ("-a*b", -6),
            ("a - -b", 5),
            ("--a", 2),
            ("a*-b", -6),
            ("a^b*c", 40),
            ("c*a^b", 40),
            ("-a^b^a", -512),
            ("a/b*b/a", 1),
            ("1e-3*1000", 1),
            ("1.5e+1 + .5 + 1.", 16.5),
            ("2E2", 200),
            ("\ta\n+ b ", 5),
        ])
    func precedence(text: String, expected: Double) throws {
        #expect(try value(of: text) == expected)
        #expect(try value(of: "((\(text)))") == expected)
    }

    @Test(
        "functions have their values",
        arguments: [
            ("exp(0) + log(1)", 1.0),
            ("sqrt(a*8)", 4),
            ("sin(0) + cos(0) + tanh(0)", 1),
            ("min(c, a, b)", 2),
            ("max(a, c, b, x)", 5),
            ("abs(x) + abs(a)", 2.5),
            ("step(x)", 0),
            ("step(a)", 1),
            ("step(0)", 1),
            ("step(a - 2)", 1),
            ("max(min(a, b), min(b, c))", 3),
        ])
    func functions(text: String, expected: Double) throws {
        #expect(try value(of: text) == expected)
    }

    @Test("names come in the order of the text with their places")
    func names() throws {
        let expression = try Expression(parsing: "k_el*C1 - exp(_free + 1)")
        #expect(expression.names.map(\.name) == ["k_el", "C1", "_free"])
        #expect(expression.names.map(\.span.lower) == [0, 5, 14])
        #expect(expression.names.map(\.span.upper) == [4, 7, 19])
    }

    @Test(
        "only plain names are names", arguments: ["a.b", "2a", "", " a", "a b", "-a", "(a)", "é"])
    func notNames(text: String) {
        #expect(!Expression.isName(text))
        #expect(Expression.isName("and"))
    }
}
