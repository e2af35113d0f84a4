import Expressions
import JSONText
import Testing

@Suite("Compiled systems")
struct CompiledSystemTests {
    /// One-compartment absorption: gut A, plasma C, unknown ka and CL, with V = 5 and a second dose.
    static func system() throws -> CompiledSystem {
        var graph = ExpressionGraph()
        let order = ["t", "A", "C", "ka", "CL"]
        var names: [String: NodeID] = [:]
        for (slot, name) in order.enumerated() { names[name] = graph.variable(slot: slot) }
        func node(_ text: String) throws -> NodeID {
            try graph.insert(Expression(parsing: text), names: names)
        }
        let rates = [try node("-ka*A"), try node("(ka*A - CL*C)/5 + 0*t")]
        let observables = [try node("C"), try node("C*CL"), try node("2*t")]
        let initialValues = [try node("100"), try node("ka/CL")]
        let jumps = [try node("50*step(t - 12)"), try node("0")]
        return CompiledSystem(
            graph: &graph, stateCount: 2, unknownCount: 2, rates: rates,
            observables: observables, initialValues: initialValues, jumps: jumps)
    }

    private func pairs(_ functions: CompiledFunctions) -> [[Int]] {
        functions.derivatives.map { [$0.function, $0.slot] }
    }

    @Test("slots, values and derivatives lie where they are promised")
    func layout() throws {
        let system = try Self.system()
        #expect(system.slotCount == 5)
        #expect(system.slot(ofState: 1) == 2 && system.slot(ofUnknown: 0) == 3)
        #expect(system.observableCount == 3)
        #expect(pairs(system.rates) == [[0, 1], [0, 3], [1, 1], [1, 2], [1, 3], [1, 4]])
        #expect(pairs(system.observables) == [[0, 2], [1, 2], [1, 4]])
        #expect(pairs(system.initialValues) == [[1, 3], [1, 4]])
        #expect(pairs(system.jumps) == [])

        let point = [24.0, 80, 4, 0.5, 2]
        #expect(
            system.rates.tape.values(at: point) == [-40, 6.4, -0.5, -80, 0.1, -0.4, 16, -0.8])
        #expect(system.observables.tape.values(at: point) == [4, 8, 48, 1, 2, 4])
        #expect(system.initialValues.tape.values(at: point) == [100, 0.25, 0.5, -0.125])
        #expect(system.jumps.tape.values(at: point) == [50, 0])
        #expect(system.jumps.tape.values(at: [11, 0, 0, 0, 0]) == [0, 0])
    }

    @Test("a system comes back from its JSON text as it was")
    func roundTrip() throws {
        let system = try Self.system()
        let text = system.json.serialized()
        #expect(try CompiledSystem(json: JSONValue(parsing: text)) == system)
    }

    @Test(
        "parts that do not fit each other are refused",
        arguments: [
            ("\"states\":2", "\"states\":3", CompiledFault.mismatchedCount("rates")),
            ("\"states\":2", "\"states\":-2", .malformedMember("states")),
            ("\"unknowns\":2", "\"unknowns\":\"2\"", .malformedMember("unknowns")),
            ("\"jumps\"", "\"jump\"", .malformedMember("jumps")),
            ("\"count\":2", "\"count\":1", .malformedDerivative(2)),
            ("\"count\":2", "\"count\":9", .mismatchedCount("tape")),
            ("[0,1],[0,3]", "[0,3],[0,1]", .malformedDerivative(1)),
            ("[0,1],[0,3]", "[0,0],[0,3]", .mismatchedCount("rates")),
            ("[0,1],[0,3]", "[0,1],[0,5]", .malformedDerivative(1)),
            ("[0,1],[0,3]", "[0,1]", .mismatchedCount("tape")),
        ])
    func damaged(part: String, replacement: String, expected: CompiledFault) throws {
        let text = try Self.system().json.serialized()
        let range = try #require(text.firstRange(of: part))
        let damaged = text[..<range.lowerBound] + replacement + text[range.upperBound...]
        let json = try JSONValue(parsing: String(damaged))
        #expect(throws: expected) { try CompiledSystem(json: json) }
        #expect(!expected.description.isEmpty)
    }
}
