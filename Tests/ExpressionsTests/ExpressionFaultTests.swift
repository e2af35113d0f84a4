import Expressions
import Testing

@Suite("Faults of expressions")
struct ExpressionFaultTests {
    @Test(
        "each fault has its facts, its place and its words",
        arguments: [
            ("", 0, 0, "an expression is missing"),
            ("  ", 2, 2, "an expression is missing"),
            ("a +", 3, 3, "the text ends, expected a number, a name or '('"),
            ("a + / b", 4, 5, "found '/', expected a number, a name or '('"),
            (
                "a ** b", 3, 4,
                "found '*', expected a number, a name or '(' (a power is written with ^)"
            ),
            (
                "+a", 0, 1,
                "found '+', expected a number, a name or '(' (a number needs no plus sign)"
            ),
            (
                "a b", 2, 3,
                "found the name 'b', expected an operator or the end (write * for a product)"
            ),
            ("2 (a)", 2, 3, "found '(', expected an operator or the end (write * for a product)"),
            ("2a", 0, 2, "'2a' is not a number (write 2*x for a product; 1.5e-3 is a number)"),
            (
                "1 + 1.2.3", 4, 9,
                "'1.2.3' is not a number (write 2*x for a product; 1.5e-3 is a number)"
            ),
            ("1e", 0, 2, "'1e' is not a number (write 2*x for a product; 1.5e-3 is a number)"),
            ("2*1e999", 2, 7, "the number 1e999 is out of range"),
            ("1e-999", 0, 6, "the number 1e-999 is out of range"),
            ("((a)", 0, 1, "'(' without its partner"),
            ("exp(a", 3, 4, "'(' without its partner"),
            ("a)", 1, 2, "')' without its partner"),
            ("(a, b)", 2, 3, "found ',', expected an operator or ')'"),
            ("a # b", 2, 3, "unexpected character '#'"),
            ("a − b", 2, 5, "unexpected character '−' (write the minus sign as -)"),
            ("é", 0, 2, "unexpected character 'é'"),
            (
                "a.b", 1, 2,
                "unexpected character '.' (numbers look like 1.5; names here have no dots)"
            ),
            ("'a'", 0, 1, "unexpected character ''' (an expression has no quoted texts)"),
            ("a == b", 2, 4, "found '==', expected an operator or the end"),
            ("exq(a)", 0, 3, "unknown function 'exq' (did you mean 'exp'?)"),
            ("exp()", 0, 5, "'exp' takes 1 argument, found 0"),
            ("1 + log(a, b)", 4, 13, "'log' takes 1 argument, found 2"),
            ("max(a)", 0, 6, "'max' takes 2 or more arguments, found 1"),
            ("exp(,)", 4, 5, "found ',', expected a number, a name or '('"),
        ])
    func fault(text: String, lower: Int, upper: Int, words: String) {
        let fault = #expect(throws: ExpressionFault.self) { try Expression(parsing: text) }
        #expect(fault?.span == SourceSpan(lower: lower, upper: upper))
        #expect(fault?.description == words)
    }

    @Test("an unknown function that is like no other lists those there are")
    func unlikeFunction() {
        let fault = #expect(throws: ExpressionFault.self) { try Expression(parsing: "kabs1(t)") }
        #expect(
            fault?.hint == "the functions are exp, log, sqrt, sin, cos, tanh, min, max, abs, step; "
                + "for a product write *")
    }

    @Test("an unknown name is placed, with the nearest name")
    func unknownName() throws {
        var graph = ExpressionGraph()
        let names = ["Cbb": graph.variable(slot: 1), "Qbrain": graph.variable(slot: 2)]
        let expression = try Expression(parsing: "Qbrain*(Cbb - Cbm)")
        let fault = #expect(throws: ExpressionFault.self) {
            try graph.insert(expression, names: names)
        }
        #expect(fault?.kind == .unknownName("Cbm", known: ["Cbb", "Qbrain"]))
        #expect(fault?.span == SourceSpan(lower: 14, upper: 17))
        #expect(fault?.hint == "did you mean 'Cbb'?")
    }

    @Test(
        "the nearest name is found",
        arguments: [
            ("nurons", "neurons"), ("Neurons", "neurons"), ("learningrate", "learning_rate"),
            ("layer", "layers"), ("stpes", "steps"),
        ])
    func near(name: String, expected: String) {
        let names = ["layers", "neurons", "learning_rate", "steps", "k"]
        #expect(nearest(name, in: names) == expected)
    }

    @Test("unlike names have no nearest", arguments: ["colour", "x", "lear", ""])
    func far(name: String) {
        #expect(nearest(name, in: ["layers", "neurons", "learning_rate", "k"]) == nil)
    }
}
