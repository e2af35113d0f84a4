import Draws
import Expressions
import Testing

/// A point with coordinates in (0.2, 2.2).
func randomPoint(_ stream: inout DrawStream) -> [Double] {
    OracleTree.names.map { _ in 0.2 + 2 * stream.unit() }
}

@Suite("Derivatives are exact")
struct DerivativeTests {
    @Test("600 random expressions agree with a plain tree in values and derivatives")
    func againstTree() throws {
        var stream = DrawStream(seed: 31, path: [])
        var compared = 0
        for _ in 0..<600 {
            let tree = OracleTree.random(depth: 5, &stream)
            let tape = try tapeWithGradient(tree)
            for _ in 0..<3 {
                let point = randomPoint(&stream)
                let values = tape.values(at: point)
                for slot in point.indices {
                    let dual = tree.dual(at: point, by: slot)
                    guard dual.scale < 1e6 else { continue }
                    let limit = 1e-10 * (1 + dual.scale)
                    #expect(abs(values[0] - dual.value) <= limit, "\(tree.text)")
                    #expect(abs(values[1 + slot] - dual.slope) <= limit, "\(tree.text)")
                    compared += 1
                }
            }
        }
        #expect(compared > 3_000)
    }

    @Test("600 random expressions agree with central differences")
    func againstDifferences() throws {
        var stream = DrawStream(seed: 32, path: [])
        var compared = 0
        for _ in 0..<600 {
            let tree = OracleTree.random(depth: 4, &stream)
            let tape = try tapeWithGradient(tree)
            let point = randomPoint(&stream)
            for slot in point.indices {
                guard tree.dual(at: point, by: slot).scale < 1e6,
                    let difference = centralDifference(tape, 0, point, slot)
                else { continue }
                let slope = tape.values(at: point)[1 + slot]
                #expect(abs(slope - difference) <= 2e-6 * (1 + abs(slope)), "\(tree.text)")
                compared += 1
            }
        }
        #expect(compared > 900)
    }

    @Test(
        "second derivatives agree with differences of first ones",
        arguments: [
            "x^y_1", "x^(y_1*x)", "tanh(x*y_1)", "x/(x + y_1)", "sqrt(x)*log(y_1)", "exp(-x*y_1)",
            "sin(x)*cos(y_1*x)", "abs(x - 3)*x^3", "max(x*x, y_1 - 5)", "min(x*x, y_1 + 5)^2.5",
            "x^Zed/(y_1^Zed + x^Zed)", "1/x^2 + x^-1",
        ])
    func second(text: String) throws {
        var stream = DrawStream(seed: 33, path: [])
        var oracle = OracleGraph()
        let node = try oracle.node(text)
        for first in 0..<3 {
            let slope = oracle.graph.derivative(of: node, bySlot: first)
            let curvatures = (0..<3).map { oracle.graph.derivative(of: slope, bySlot: $0) }
            let tape = oracle.graph.tape(outputs: [slope] + curvatures, slotCount: 3)
            for _ in 0..<5 {
                let point = randomPoint(&stream).map { 0.6 + 0.5 * $0 }
                for slot in 0..<3 {
                    let difference = try #require(centralDifference(tape, 0, point, slot))
                    let exact = tape.values(at: point)[1 + slot]
                    #expect(abs(exact - difference) <= 1e-5 * (1 + abs(exact)))
                }
            }
        }
    }

    @Test("a Hill term before the first dose has the derivative 0 by its exponent")
    func hillAtZero() throws {
        var oracle = OracleGraph()
        let hill = "x^Zed/(y_1^Zed + x^Zed)"
        let node = try oracle.node(hill)
        let slope = oracle.graph.derivative(of: node, bySlot: 2)
        let tape = oracle.graph.tape(outputs: [node, slope], slotCount: 3)
        #expect(tape.values(at: [0, 1.5, 2]) == [0, 0])
    }

    @Test(
        "selections take the derivative of the branch that is taken, of the first one where they meet",
        arguments: [
            ("max(2*x, 3*y_1)", [3.0, 1, 0], [2.0, 0]),
            ("max(2*x, 3*y_1)", [1.0, 1, 0], [0.0, 3]),
            ("max(2*x, 2*y_1)", [1.0, 1, 0], [2.0, 0]),
            ("min(2*x, 2*y_1)", [1.0, 1, 0], [2.0, 0]),
            ("min(2*x, 3*y_1)", [3.0, 1, 0], [0.0, 3]), ("abs(x) + y_1", [-2.0, 1, 0], [-1.0, 1]),
            ("abs(x)*y_1", [0.0, 4, 0], [4.0, 0]), ("step(x)*y_1", [0.0, 1, 0], [0.0, 1]),
            ("step(x - 1)*y_1*x", [0.5, 1, 0], [0.0, 0]),
            ("max(x, y_1, 0.25)", [0.0, 0.125, 0], [0.0, 0]),
        ])
    func selections(text: String, point: [Double], gradient: [Double]) throws {
        var oracle = OracleGraph()
        let node = try oracle.node(text)
        let slopes = (0..<2).map { oracle.graph.derivative(of: node, bySlot: $0) }
        #expect(oracle.graph.tape(outputs: slopes, slotCount: 3).values(at: point) == gradient)
    }

    private func tapeWithGradient(_ tree: OracleTree) throws -> Tape {
        var oracle = OracleGraph()
        let node = try oracle.node(tree.text)
        let slopes = OracleTree.names.indices.map { oracle.graph.derivative(of: node, bySlot: $0) }
        return oracle.graph.tape(outputs: [node] + slopes, slotCount: OracleTree.names.count)
    }

    /// The central difference of an output; nil where the function is too steep, bent or broken
    /// near the point to have a meaningful one.
    private func centralDifference(
        _ tape: Tape, _ output: Int, _ point: [Double], _ slot: Int
    ) -> Double? {
        func value(_ step: Double) -> Double {
            var moved = point
            moved[slot] += step
            return tape.values(at: moved)[output]
        }
        let step = 1e-5
        let here = value(0)
        let wide = (value(2 * step) - value(-2 * step)) / (4 * step)
        let narrow = (value(step) - value(-step)) / (2 * step)
        let bend = (value(step) - 2 * here + value(-step)) / step
        guard abs(here) < 100, abs(narrow) < 1e3, abs(bend) < 0.05 * (1 + abs(narrow)),
            abs(wide - narrow) < 1e-6 * (1 + abs(narrow))
        else { return nil }
        // Richardson's step to fourth order.
        return narrow + (narrow - wide) / 3
    }
}
