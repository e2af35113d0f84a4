import Expressions
import Testing

@Suite("Hostile texts end in a fault")
struct HostileTextTests {
    @Test(
        "deep nesting is refused",
        arguments: ["(", "-", "exp(", "2^", "max(1,", "not ", "x in [", "a+(", "((a)*"])
    func deep(piece: String) {
        for count in [201, 5_000, 100_000 / piece.utf8.count] {
            let text = String(repeating: piece, count: count)
            #expect(throws: ExpressionFault.self) { try Expression(parsing: text) }
            #expect(throws: ExpressionFault.self) { try Condition(parsing: text) }
        }
    }

    @Test("nesting of 199 parentheses is allowed and 200 are not")
    func depthLimit() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
        }
        #expect(throws: Never.self) { try Expression(parsing: nested(199)) }
        let fault = #expect(throws: ExpressionFault.self) { try Expression(parsing: nested(200)) }
        #expect(fault?.kind == .nestedTooDeep(limit: 200))
        #expect(fault?.span == SourceSpan(lower: 200, upper: 201))
    }

    @Test("a text beyond 65,536 bytes is refused whole")
    func tooLong() {
        let text = String(repeating: "a+", count: 32_768) + "a"
        let fault = #expect(throws: ExpressionFault.self) { try Expression(parsing: text) }
        #expect(fault?.kind == .textTooLong(limit: 65_536))
        #expect(fault?.span == SourceSpan(lower: 65_536, upper: 65_537))
    }

    @Test("the longest sum is taken, with its derivative", arguments: ["x+", "x*", "x-"])
    func longest(piece: String) throws {
        let text = String(repeating: piece, count: 32_767) + "x"
        var graph = ExpressionGraph()
        let slot = graph.variable(slot: 0)
        let node = try graph.insert(Expression(parsing: text), names: ["x": slot])
        let slope = graph.derivative(of: node, bySlot: 0)
        let values = graph.tape(outputs: [node, slope], slotCount: 1).values(at: [1])
        let expected = ["x+": [32_768.0, 32_768], "x*": [1, 32_768], "x-": [-32_766, -32_766]]
        #expect(values == expected[piece])
    }

    @Test("a long chain of conditions is refused rather than evaluated deep in the stack")
    func longCondition() throws {
        func chain(_ count: Int) -> String {
            Array(repeating: "a", count: count).joined(separator: " and ")
        }
        let condition = try Condition(parsing: chain(500))
        #expect(try condition.evaluate { _ in .flag(true) })
        let fault = #expect(throws: ExpressionFault.self) { try Condition(parsing: chain(501)) }
        #expect(fault?.kind == .nestedTooDeep(limit: 500))
    }
}
