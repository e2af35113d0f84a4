import Draws
import Expressions
import JSONText
import Testing

@Suite("Tapes")
struct TapeTests {
    /// A tape of several random expressions with their gradients.
    static func randomTape(_ stream: inout DrawStream) throws -> Tape {
        var oracle = OracleGraph()
        var outputs: [NodeID] = []
        for _ in 0..<3 {
            let text = OracleTree.random(depth: 5, &stream).text
            let node = try oracle.node(text)
            outputs.append(node)
            outputs += (0..<3).map { oracle.graph.derivative(of: node, bySlot: $0) }
        }
        return oracle.graph.tape(outputs: outputs, slotCount: 3)
    }

    @Test("a block gives the bits of its points", arguments: [0, 1, 2, 7, 64, 101])
    func block(count: Int) throws {
        var stream = DrawStream(seed: 41, path: [UInt64(count)])
        for _ in 0..<60 {
            let tape = try Self.randomTape(&stream)
            let stride = count + 3
            let rows = (0..<3).map { _ in (0..<count).map { _ in 4 * stream.unit() - 1 } }
            var registers = [Double](repeating: 0, count: tape.registerCount * stride)
            var outputs = [Double](repeating: -7, count: tape.outputs.count * stride)
            withRows(rows) { slots in
                tape.evaluateBlock(
                    count: count, slots: slots, registers: &registers, outputs: &outputs,
                    stride: stride)
            }
            for point in 0..<count {
                let expected = tape.values(at: rows.map { $0[point] })
                let found = tape.outputs.indices.map { outputs[$0 * stride + point] }
                #expect(found.map(bits) == expected.map(bits))
            }
            let padding = tape.outputs.indices.map { row in
                Array(outputs[(row * stride + count)..<(row + 1) * stride])
            }
            #expect(padding.allSatisfy { $0 == [-7, -7, -7] })
        }
    }

    /// The bits of a value; those of a NaN say nothing, also on one machine.
    private func bits(_ value: Double) -> UInt64 {
        value.isNaN ? Double.nan.bitPattern : value.bitPattern
    }

    private func withRows(
        _ rows: [[Double]], _ body: (UnsafePointer<UnsafePointer<Double>>) -> Void
    ) {
        let flat: [Double] = rows.flatMap { $0 } + [0]
        flat.withUnsafeBufferPointer { flat in
            let pointers = rows.indices.map { flat.baseAddress! + $0 * rows[0].count }
            body(pointers)
        }
    }

    @Test("a tape comes back from its JSON text as it was")
    func roundTrip() throws {
        var stream = DrawStream(seed: 42, path: [])
        for _ in 0..<100 {
            let tape = try Self.randomTape(&stream)
            let text = tape.json.serialized()
            let again = try Tape(json: JSONValue(parsing: text))
            #expect(again == tape)
            #expect(again.json.serialized() == text)
        }
    }

    @Test("constants that are not finite survive JSON")
    func notFinite() throws {
        var graph = ExpressionGraph()
        let outputs = [Double.infinity, -.infinity, .nan, -0.0].map { graph.constant($0) }
        let tape = graph.tape(outputs: outputs, slotCount: 0)
        let values = try Tape(json: JSONValue(parsing: tape.json.serialized())).values(at: [])
        #expect(values[0] == .infinity && values[1] == -.infinity && values[2].isNaN)
        #expect(values[3].sign == .minus && values[3] == 0)
    }

    @Test("a tape without outputs is a tape")
    func empty() throws {
        let tape = ExpressionGraph().tape(outputs: [], slotCount: 2)
        #expect(tape.values(at: [1, 2]) == [])
        #expect(try Tape(json: tape.json) == tape)
    }

    @Test(
        "damaged tapes are refused",
        arguments: [
            (#"{}"#, CompiledFault.malformedMember("slots")),
            (#"{"slots":-1,"instructions":[],"outputs":[]}"#, .malformedMember("slots")),
            (#"{"slots":1,"instructions":{},"outputs":[]}"#, .malformedMember("instructions")),
            (#"{"slots":1,"instructions":[]}"#, .malformedMember("outputs")),
            (#"{"slots":1,"instructions":[[1,1]],"outputs":[0]}"#, .malformedInstruction(0)),
            (#"{"slots":1,"instructions":[[1,-1]],"outputs":[0]}"#, .malformedInstruction(0)),
            (
                #"{"slots":1,"instructions":[[1,0],[2,0,1]],"outputs":[0]}"#,
                .malformedInstruction(1)
            ),
            (#"{"slots":1,"instructions":[[1,0],[2,0]],"outputs":[0]}"#, .malformedInstruction(1)),
            (
                #"{"slots":1,"instructions":[[1,0],[10,0,0]],"outputs":[]}"#,
                .malformedInstruction(1)
            ),
            (#"{"slots":1,"instructions":[[99,0]],"outputs":[0]}"#, .malformedInstruction(0)),
            (#"{"slots":1,"instructions":[[0,"x"]],"outputs":[0]}"#, .malformedInstruction(0)),
            (#"{"slots":1,"instructions":[[0,1.5],[]],"outputs":[0]}"#, .malformedInstruction(1)),
            (#"{"slots":1,"instructions":[[0,1.5]],"outputs":[0,1]}"#, .malformedOutput(1)),
        ])
    func damaged(text: String, expected: CompiledFault) {
        #expect(throws: expected) { try Tape(json: JSONValue(parsing: text)) }
    }

    @Test("a tape with one wrong number is refused or stays within its bounds")
    func fuzz() throws {
        var stream = DrawStream(seed: 43, path: [])
        var refused = 0
        for _ in 0..<600 {
            let text = Array(try Self.randomTape(&stream).json.serialized().utf8)
            var damaged = text
            damaged[stream.integer(below: text.count)] = UInt8(48 + stream.integer(below: 10))
            guard let json = try? JSONValue(parsing: damaged) else { continue }
            do {
                let tape = try Tape(json: json)
                #expect(
                    tape.values(at: Array(repeating: 0.5, count: tape.slotCount)).count
                        == tape.outputs.count)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 15)
    }
}
