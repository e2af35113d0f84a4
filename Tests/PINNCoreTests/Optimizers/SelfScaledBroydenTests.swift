import PINNCore
import Testing

@Suite struct SelfScaledBroydenTests {
    static let updates: [SelfScaledBroyden.Update] = [.bfgs, .broyden]

    /// Steps until the method is exhausted; at most `limit`.
    private func minimize(
        _ objective: inout some Objective, from start: [Double],
        update: SelfScaledBroyden.Update, set: InstructionSet = .current, limit: Int = 500
    ) -> (iterate: Iterate, values: [Double], slopes: [Double]) {
        let iterate = Iterate(at: start)
        let method = SelfScaledBroyden(
            parameterCount: start.count, update: update, instructionSet: set)
        var values: [Double] = []
        var slopes: [Double] = []
        while values.count < limit, method.step(iterate, of: &objective) == .advanced {
            values.append(iterate.value)
            slopes.append(
                start.indices.reduce(0.0) { $0 + iterate.gradient[$1] * iterate.gradient[$1] }
                    .squareRoot())
        }
        return (iterate, values, slopes)
    }

    @Test(arguments: updates, InstructionSet.allCases)
    func `A quadratic of condition 1,000 is solved to rounding in a few dozen steps`(
        update: SelfScaledBroyden.Update, set: InstructionSet
    ) {
        guard set.isAvailable else { return }
        var objective = Quadratic(
            curvatures: [1, 10, 100, 1000, 5, 50, 500, 2, 20],
            minimum: [1, -2, 3, -4, 5, -6, 7, -8, 9])
        let result = minimize(
            &objective, from: Array(repeating: 0, count: 9), update: update, set: set)
        for (found, wanted) in zip(result.iterate.coordinates, objective.minimum) {
            #expect(abs(found - wanted) < 1e-7)
        }
        #expect(result.values.count < 80)
    }

    @Test(arguments: updates, [2, 10, 50])
    func `Rosenbrock's valley is followed to its end`(
        update: SelfScaledBroyden.Update, dimensions: Int
    ) {
        var valley = Rosenbrock(parameterCount: dimensions)
        let start = (0..<dimensions).map { $0.isMultiple(of: 2) ? -1.2 : 1 }
        let result = minimize(&valley, from: start, update: update)
        #expect(result.values.count < 150)
        for coordinate in result.iterate.coordinates { #expect(abs(coordinate - 1) < 1e-7) }
    }

    @Test(arguments: updates)
    func `Convergence is superlinear on a strongly convex function`(
        update: SelfScaledBroyden.Update
    ) {
        var objective = StronglyConvex(parameterCount: 5)
        let result = minimize(
            &objective, from: Array(repeating: 3, count: 5), update: update, limit: 100)
        let measured = result.slopes.filter { $0 > 1e-12 }
        let last = measured.count - 1
        let early = measured[last - 4] / measured[last - 8]
        let late = measured[last] / measured[last - 4]
        #expect(late < 1e-3)
        #expect(late < 0.5 * early)
        #expect(result.slopes.last! < 1e-7)
    }

    @Test func `The two updates differ, and each is the same bits every time`() {
        let start = (0..<10).map { Double($0) * 0.1 - 1 }
        var valley = Rosenbrock(parameterCount: 10)
        let first = minimize(&valley, from: start, update: .bfgs, limit: 30)
        let second = minimize(&valley, from: start, update: .bfgs, limit: 30)
        let other = minimize(&valley, from: start, update: .broyden, limit: 30)
        #expect(first.values == second.values)
        #expect(first.values != other.values)
    }

    @Test(arguments: updates)
    func `Every step lowers the value, to rounding, and then the method ends`(
        update: SelfScaledBroyden.Update
    ) {
        var valley = Rosenbrock(parameterCount: 10)
        let result = minimize(&valley, from: Array(repeating: 2, count: 10), update: update)
        #expect(result.values.count < 500)
        for (earlier, later) in zip(result.values, result.values.dropFirst()) {
            #expect(later < earlier)
        }
        #expect(result.values.last! < 1e-20)
    }

    @Test func `One parameter has a family of one update`() {
        var bowl = Curve { ($0 * $0 * $0 * $0 + $0 * $0, 4 * $0 * $0 * $0 + 2 * $0) }
        let bfgs = minimize(&bowl, from: [3], update: .bfgs)
        let broyden = minimize(&bowl, from: [3], update: .broyden)
        #expect(bfgs.values == broyden.values)
        #expect(abs(broyden.iterate.coordinates[0]) < 1e-7)
    }

    @Test func `A stationary point is the end at once, and no value is an end of another kind`() {
        var flat = Curve { _ in (1, 0) }
        let method = SelfScaledBroyden(parameterCount: 1, update: .broyden)
        #expect(method.step(Iterate(at: [4]), of: &flat) == .exhausted)
        var broken = Curve { _ in (.nan, 1) }
        #expect(method.step(Iterate(at: [4]), of: &broken) == .notFinite)
    }

    @Test func `A memory of another size or kind is refused`() {
        var valley = Rosenbrock(parameterCount: 4)
        let method = SelfScaledBroyden(parameterCount: 4, update: .bfgs)
        let iterate = Iterate(at: [0, 0, 0, 0])
        for _ in 0..<3 { _ = method.step(iterate, of: &valley) }
        let other = SelfScaledBroyden(parameterCount: 6, update: .bfgs)
        #expect(!other.remember(method.memory))
        #expect(!other.remember(.velocity([], steps: 1, PaceMemory())))
        #expect(SelfScaledBroyden(parameterCount: 4, update: .broyden).remember(method.memory))
    }
}
