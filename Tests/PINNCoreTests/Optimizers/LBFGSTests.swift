import PINNCore
import Testing

@Suite struct LBFGSTests {
    /// Steps until the method is exhausted; at most `limit`.
    private func minimize(
        _ objective: inout some Objective, from start: [Double], history: Int = 50,
        limit: Int = 500
    ) -> (iterate: Iterate, steps: Int, values: [Double]) {
        let iterate = Iterate(at: start)
        let method = LBFGS(parameterCount: start.count, history: history)
        var values: [Double] = []
        while values.count < limit, method.step(iterate, of: &objective) == .advanced {
            values.append(iterate.value)
        }
        return (iterate, values.count, values)
    }

    @Test func `A quadratic of condition 1,000 is solved to rounding in a few dozen steps`() {
        var objective = Quadratic(
            curvatures: [1, 10, 100, 1000, 5, 50, 500, 2, 20],
            minimum: [1, -2, 3, -4, 5, -6, 7, -8, 9])
        let result = minimize(&objective, from: Array(repeating: 0, count: 9))
        for (found, wanted) in zip(result.iterate.coordinates, objective.minimum) {
            #expect(abs(found - wanted) < 1e-7)
        }
        #expect(result.steps < 60)
    }

    @Test(arguments: [2, 10, 100])
    func `Rosenbrock's valley is followed to its end`(dimensions: Int) {
        var valley = Rosenbrock(parameterCount: dimensions)
        let start = (0..<dimensions).map { $0.isMultiple(of: 2) ? -1.2 : 1 }
        let result = minimize(&valley, from: start)
        #expect(result.steps < 100)
        for coordinate in result.iterate.coordinates { #expect(abs(coordinate - 1) < 1e-7) }
    }

    @Test func `Convergence is superlinear on a strongly convex function`() {
        let count = 5
        var objective = StronglyConvex(parameterCount: count)
        let iterate = Iterate(at: Array(repeating: 3, count: count))
        let method = LBFGS(parameterCount: count, history: 20)
        var norms: [Double] = []
        while norms.count < 100, method.step(iterate, of: &objective) == .advanced {
            let square = (0..<count).reduce(0.0) {
                $0 + iterate.gradient[$1] * iterate.gradient[$1]
            }
            norms.append(square.squareRoot())
        }
        // Ratios of gradient norms go to 0; steepest descent's would stay near a constant.
        let measured = norms.filter { $0 > 1e-12 }
        let last = measured.count - 1
        let early = measured[last - 4] / measured[last - 8]
        let late = measured[last] / measured[last - 4]
        #expect(late < 1e-3)
        #expect(late < 0.3 * early)
        #expect(norms.last! < 1e-7)
    }

    @Test func `Every step lowers the value, to rounding, and then the method ends`() {
        var valley = Rosenbrock(parameterCount: 10)
        let result = minimize(&valley, from: Array(repeating: 2, count: 10), history: 5)
        #expect(result.steps < 500)
        for (earlier, later) in zip(result.values, result.values.dropFirst()) {
            #expect(later < earlier)
        }
        #expect(result.values.last! < 1e-20)
    }

    @Test func `A floor above zero ends the method too, close to the minimum`() {
        // Around 1e6 a difference of values is seen only down to 1e-10.
        var bowl = Curve { (1e6 + ($0 - 3) * ($0 - 3), 2 * ($0 - 3)) }
        let result = minimize(&bowl, from: [50])
        #expect(result.steps < 50)
        #expect(abs(result.iterate.coordinates[0] - 3) < 1e-4)
    }

    @Test func `A region without finite values is walked around`() {
        // Parabola on x > 0, nothing below: quasi-Newton steps may land there.
        var barrier = Curve { x in
            x > 0 ? (x * x - x, 2 * x - 1) : (.nan, .nan)
        }
        let result = minimize(&barrier, from: [40])
        #expect(abs(result.iterate.coordinates[0] - 0.5) < 1e-7)
    }

    @Test func `A stationary point is the end at once, and no value is an end of another kind`() {
        var flat = Curve { _ in (1, 0) }
        let iterate = Iterate(at: [4])
        #expect(LBFGS(parameterCount: 1, history: 3).step(iterate, of: &flat) == .exhausted)
        #expect(iterate.coordinates == [4])
        var broken = Curve { _ in (.nan, 1) }
        let other = Iterate(at: [4])
        #expect(LBFGS(parameterCount: 1, history: 3).step(other, of: &broken) == .notFinite)
    }

    @Test func `An exhausted iterate is what the objective evaluated last`() {
        // The gradient points the wrong way, so nothing lower is ever found.
        var liar = LyingObjective()
        let iterate = Iterate(at: [1])
        let method = LBFGS(parameterCount: 1, history: 3)
        #expect(method.step(iterate, of: &liar) == .exhausted)
        #expect(iterate.isEvaluated)
        #expect(liar.lastPoint == 1)
    }

    @Test func `Steps after a first-order method start from where that ended`() {
        var valley = Rosenbrock(parameterCount: 2)
        let iterate = Iterate(at: [-1.2, 1])
        let adam = Adam(parameterCount: 2, schedule: Schedule(initialRate: 0.01))
        for _ in 0..<200 { _ = adam.step(iterate, of: &valley) }
        let method = LBFGS(parameterCount: 2, history: 10)
        while method.step(iterate, of: &valley) == .advanced {}
        for coordinate in iterate.coordinates { #expect(abs(coordinate - 1) < 1e-7) }
        #expect(adam.step(iterate, of: &valley) == .advanced)
    }

    @Test func `Two runs give the same bits`() {
        var valley = Rosenbrock(parameterCount: 20)
        let start = (0..<20).map { Double($0) * 0.1 - 1 }
        let first = minimize(&valley, from: start, history: 7, limit: 30)
        let second = minimize(&valley, from: start, history: 7, limit: 30)
        #expect(first.values == second.values)
        #expect(first.iterate.coordinates == second.iterate.coordinates)
    }
}

/// An objective whose gradient has the wrong sign; remembers where it was evaluated last.
private struct LyingObjective: Objective {
    var lastPoint = 0.0
    var parameterCount: Int { 1 }

    mutating func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double {
        lastPoint = point[0]
        gradient[0] = -2 * point[0]
        return point[0] * point[0]
    }
}
