import Expressions
import Testing

@Suite("Conditions")
struct ConditionTests {
    static let values: [String: ConditionValue] = [
        "layers": .number(3), "neurons": .number(32), "optimizer": .text("adam+lbfgs"),
        "weights.residual": .number(100), "resume": .flag(true), "steps": .number(5000),
    ]

    func holds(_ text: String) throws -> Bool {
        try Condition(parsing: text).evaluate(knownNames: Self.values.keys.sorted()) {
            Self.values[$0]
        }
    }

    @Test(
        "conditions hold",
        arguments: [
            "true", "not false", "layers == 3", "layers != 2", "layers < 4", "layers <= 3",
            "layers > 2", "layers >= 3", "optimizer == \"adam+lbfgs\"", "optimizer != 'adam'",
            "resume", "resume == true", "not not resume", "layers in [1, 2, 3]",
            "layers not in [1, 2]", "optimizer in ['adam', \"adam+lbfgs\"]",
            "not layers in [1, 2]", "weights.residual > 10", "layers*neurons <= 96",
            "layers^2 == 9", "2^-1 == 0.5", "-2^2 == -4", "sqrt(neurons*2) == 8",
            "max(layers, neurons, 5) == 32", "min(layers, neurons) == 3", "abs(-layers) == 3",
            "step(-1) == 0", "(layers > 5 or neurons > 5) and resume",
            "layers > 5 and neurons > 5 or resume", "resume or layers > 5 and false",
            "not layers == 2", "layers + 1 in [2 + 2]", "(layers < 4) == (neurons < 40)",
        ])
    func hold(text: String) throws {
        #expect(try holds(text))
        #expect(try !holds("not (\(text))"))
    }

    @Test("and, or and not follow their truth table", arguments: [true, false], [true, false])
    func truthTable(left: Bool, right: Bool) throws {
        #expect(try holds("\(left) and \(right)") == (left && right))
        #expect(try holds("\(left) or \(right)") == (left || right))
        #expect(try holds("not \(left) or \(right)") == (!left || right))
        #expect(try holds("not (\(left) and \(right))") == (!left || !right))
        #expect(try holds("\(left) != \(right)") == (left != right))
    }

    @Test("and and or stop once the answer is known")
    func shortCircuit() throws {
        #expect(try !holds("false and nobody"))
        #expect(try holds("true or nobody"))
        #expect(throws: ExpressionFault.self) { try holds("true and nobody") }
        #expect(throws: ExpressionFault.self) { try holds("nobody and false") }
    }

    @Test("dotted names are one name each")
    func names() throws {
        let condition = try Condition(parsing: "weights.residual > a.b_1.c and not x in [y, 'z']")
        #expect(condition.names.map(\.name) == ["weights.residual", "a.b_1.c", "x", "y"])
        #expect(condition.names[1].span == SourceSpan(lower: 19, upper: 26))
    }

    @Test(
        "each fault has its place and its words",
        arguments: [
            ("", 0, 0, "an expression is missing"),
            (
                "layers", 0, 6,
                "found a number, expected a truth value (compare it with something, as in layers > 2)"
            ),
            (
                "layers + 1", 0, 10,
                "found a number, expected a truth value (compare it with something, as in layers > 2)"
            ),
            ("optimizer < 3", 0, 9, "found a text, expected a number"),
            ("3 < 'a'", 4, 7, "found a text, expected a number"),
            (
                "optimizer == 3", 0, 14,
                "cannot compare a text with a number (quotes make a text: 3 is a number, \"3\" is a text)"
            ),
            (
                "layers in [1, 'a']", 14, 17,
                "cannot compare a number with a text (quotes make a text: 3 is a number, \"3\" is a text)"
            ),
            ("resume == 1", 0, 11, "cannot compare a truth value with a number"),
            (
                "not layers", 4, 10,
                "found a number, expected a truth value (compare it with something, as in layers > 2)"
            ),
            (
                "resume and 3", 11, 12,
                "found a number, expected a truth value (compare it with something, as in layers > 2)"
            ),
            ("layer > 2", 0, 5, "unknown name 'layer' (did you mean 'layers'?)"),
            ("2 < layers < 4", 11, 12, "comparisons cannot be chained (write a < b and b < c)"),
            (
                "layers == 3 in [true]", 12, 14,
                "comparisons cannot be chained (write a < b and b < c)"
            ),
            ("layers = 3", 7, 8, "unexpected character '=' (write == to compare)"),
            ("resume && resume", 7, 8, "unexpected character '&' (write and)"),
            ("resume || resume", 7, 8, "unexpected character '|' (write or)"),
            ("!resume", 0, 1, "unexpected character '!' (write not)"),
            (
                "layers == not resume", 10, 13,
                "found 'not', expected a number, a name or '(' (put it in parentheses)"
            ),
            (
                "optimizer == \"adam", 13, 18,
                "a quoted text without its closing quote (a text ends with the quote that began it)"
            ),
            ("layers in 3", 10, 11, "found a number, expected '['"),
            ("layers not 3", 11, 12, "found a number, expected 'in'"),
            ("layers in [1, 2", 10, 11, "'[' without its partner"),
            ("layers in []", 11, 12, "found ']', expected a number, a name or '('"),
            ("layers in [1; 2]", 12, 13, "unexpected character ';'"),
            ("layers in [1 2]", 13, 14, "found a number, expected ',' or ']'"),
            ("true]", 4, 5, "']' without its partner"),
            ("and true", 0, 3, "found 'and', expected a number, a name or '('"),
            (
                "log(layers) > 1", 0, 3,
                "a condition cannot use 'log' (its digits differ between machines; compare its argument instead)"
            ),
            (
                "layers^0.5 > 1", 7, 10,
                "a condition can only raise to whole exponents within ±1024 (for a square root write sqrt(x))"
            ),
            ("layers > 2. and", 15, 15, "the text ends, expected a number, a name or '('"),
        ])
    func fault(text: String, lower: Int, upper: Int, words: String) {
        let fault = #expect(throws: ExpressionFault.self) { try holds(text) }
        #expect(fault?.span == SourceSpan(lower: lower, upper: upper))
        #expect(fault?.description == words)
    }
}
