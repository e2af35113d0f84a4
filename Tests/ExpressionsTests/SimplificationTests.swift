import Expressions
import Testing

@Suite("Simplification")
struct SimplificationTests {
    @Test(
        "expressions of one value become one node",
        arguments: [
            ("x*0 + y_1", "y_1"), ("0*x", "0"), ("x*1", "x"), ("1*x", "x"), ("x + 0", "x"),
            ("0 + x", "x"), ("x - 0", "x"), ("0 - x", "-x"), ("x/1", "x"), ("0/x", "0"),
            ("x^1", "x"), ("x^0", "1"), ("1^x", "1"), ("x^2", "x*x"), ("x^3", "x*x*x"),
            ("x^4", "(x*x)*(x*x)"), ("x^-1", "1/x"), ("x^-2", "1/(x*x)"), ("--x", "x"),
            ("x - x", "0"), ("x + -y_1", "x - y_1"), ("-x + y_1", "y_1 - x"),
            ("x - -y_1", "x + y_1"),
            ("-x*-y_1", "x*y_1"), ("-x*y_1", "-(x*y_1)"), ("-1*x", "-x"), ("y_1*x", "x*y_1"),
            ("y_1 + x", "x + y_1"), ("2*3 + 1", "7"), ("max(x, x)", "x"), ("exp(0)*x", "x"),
            ("(x + y_1)*(y_1 + x)", "(x + y_1)^2"), ("sqrt(4)", "2"), ("x/-1", "-x"),
        ])
    func same(text: String, simpler: String) throws {
        var oracle = OracleGraph()
        let node = try oracle.node(text)
        #expect(try oracle.node(simpler) == node)
    }

    @Test(
        "what is not finite is not folded away",
        arguments: [
            ("1/0", Double.infinity), ("-1/0", -.infinity), ("0*(1/0)", .nan), ("(1/0)*0*x", .nan),
            ("0*(x + 1/0)", .nan), ("log(0 - 1)", .nan), ("0/0", .nan), ("1/0 - 1/0", .nan),
            ("exp(1e6)*0", .nan), ("x - 1e308*100 + 1e308*100", .nan), ("0/(x*log(0))", 0),
            ("1/(1/0)", 0),
        ])
    func notFinite(text: String, expected: Double) throws {
        var oracle = OracleGraph()
        let node = try oracle.node(text)
        let value = oracle.graph.tape(outputs: [node], slotCount: 3).values(at: [2, 2, 2])[0]
        #expect(value == expected || value.isNaN && expected.isNaN)
    }

    @Test("0·(1/0) of x has no derivative that looks harmless")
    func derivativeOfHazard() throws {
        var oracle = OracleGraph()
        let node = try oracle.node("x*(1/0)")
        let slope = oracle.graph.derivative(of: node, bySlot: 0)
        #expect(
            oracle.graph.tape(outputs: [slope], slotCount: 3).values(at: [2, 2, 2]) == [.infinity])
    }

    @Test("trouble comes through minimum and maximum")
    func notANumber() throws {
        var oracle = OracleGraph()
        let text = "min(x, y_1) + max(x, y_1)"
        let node = try oracle.node(text)
        let tape = oracle.graph.tape(outputs: [node], slotCount: 3)
        #expect(tape.values(at: [.nan, 1, 0])[0].isNaN)
        #expect(tape.values(at: [1, .nan, 0])[0].isNaN)
    }

    @Test("common parts are evaluated once and dead parts never")
    func sharing() throws {
        var oracle = OracleGraph()
        let first = try oracle.node("exp(x*y_1) + 1")
        _ = try oracle.node("sin(Zed)")
        let second = try oracle.node("exp(y_1*x) - 1")
        let tape = oracle.graph.tape(outputs: [first, second], slotCount: 3)
        // x, y_1, x*y_1, exp, 1, + and -.
        #expect(tape.registerCount == 7)
        #expect(tape.instructions.filter { $0.operation == .exp }.count == 1)
    }

    @Test("the graph and the tape know what depends on what")
    func dependencies() throws {
        var oracle = OracleGraph()
        let sum = try oracle.node("x + exp(Zed)*0 + 2")
        let product = try oracle.node("x*Zed")
        let number = oracle.graph.constant(3)
        let far = oracle.graph.variable(slot: 130)
        let mixed = oracle.graph.add(far, product)
        #expect(oracle.graph.dependsOn(sum, slot: 0) && !oracle.graph.dependsOn(sum, slot: 2))
        #expect(!oracle.graph.dependsOn(number, slot: 0))
        let tape = oracle.graph.tape(outputs: [sum, product, number, mixed], slotCount: 131)
        #expect(tape.dependencies().map(\.slots) == [[0], [0, 2], [], [0, 2, 130]])
        #expect(tape.dependencies()[3].contains(130) && !tape.dependencies()[3].contains(131))
        #expect(tape.dependencies()[2].isEmpty)
    }
}
