import Draws
import PINNCore
import Testing

@Suite struct LevenbergMarquardtTests {
    /// Steps until the method is exhausted; at most `limit`.
    private func minimize(
        _ objective: inout KnownRows, from start: [Double], limit: Int = 100,
        instructionSet: InstructionSet = .current
    ) -> (iterate: Iterate, values: [Double], points: [[Double]]) {
        let iterate = Iterate(at: start)
        let method = LevenbergMarquardt(
            parameterCount: start.count, rowCount: objective.rowCount,
            instructionSet: instructionSet)
        var values: [Double] = []
        var points: [[Double]] = []
        while values.count < limit, method.step(iterate, of: &objective) == .advanced {
            values.append(iterate.value)
            points.append(iterate.coordinates)
        }
        return (iterate, values, points)
    }

    /// More rows than parameters, as many, and fewer; within and beyond a block of the kernels.
    @Test(
        arguments: [(9, 4), (12, 12), (130, 100), (5, 9), (60, 150), (97, 98)],
        InstructionSet.allCases)
    func `Linear rows are solved exactly within a few steps`(
        size: (rows: Int, parameters: Int), set: InstructionSet
    ) {
        guard set.isAvailable else { return }
        let solution = (0..<size.parameters).map { Double($0 % 7) - 3 }
        var rows = KnownRows.linear(rowCount: size.rows, solution: solution)
        let start = Array(repeating: 0.5, count: size.parameters)
        let result = minimize(&rows, from: start, instructionSet: set)
        #expect(result.iterate.value < 1e-24)
        #expect(result.values.count < 30)
        guard size.rows >= size.parameters else { return }
        for (found, wanted) in zip(result.iterate.coordinates, solution) {
            #expect(abs(found - wanted) < 1e-9)
        }
    }

    @Test func `Rows that cannot all be met end at the least sum of their squares`() {
        var rows = KnownRows.linear(rowCount: 40, solution: [1, -2, 3], offset: 0.5)
        let result = minimize(&rows, from: [9, 9, 9])
        let slope = (0..<3).map { abs(result.iterate.gradient[$0]) }.max() ?? .infinity
        #expect(slope < 1e-6)
        #expect(result.iterate.value > 1)
        #expect(result.values.count < 30)
    }

    @Test func `Rosenbrock's valley is followed to its end`() {
        var valley = KnownRows.valley
        let result = minimize(&valley, from: [-1.2, 1])
        #expect(result.values.count < 40)
        for coordinate in result.iterate.coordinates { #expect(abs(coordinate - 1) < 1e-12) }
    }

    @Test func `Where all rows can be met, the digits double with every step`() {
        // The damping falls by three a step, so that the order shows once it is small.
        var rows = KnownRows.growth(level: 0.693_147_180_559_945_3)
        let result = minimize(&rows, from: [3])
        let errors = result.points.map { abs($0[0] - 0.693_147_180_559_945_3) }
        let measured = errors.filter { $0 > 1e-14 && $0 < 1 }
        let ratios = zip(measured, measured.dropFirst()).map { $1 / $0 }
        #expect(ratios.count >= 3)
        #expect(ratios.last! < 0.02 * ratios.first!)
        #expect(result.values.last! < 1e-28)
    }

    @Test func `Where they cannot, convergence is linear, at the rate of what is left out`() {
        var rows = KnownRows.growth(level: 0.2)
        let result = minimize(&rows, from: [1])
        // x: (eˣ − 2) eˣ + (x − 0.2) = 0.
        let last = result.iterate.coordinates[0]
        let growth = Portable.exp(last)
        #expect(abs((growth - 2) * growth + last - 0.2) < 1e-7)
        let errors = result.points.map { abs($0[0] - last) }.filter { $0 > 1e-6 }
        // (f″ f) / (f′² + 1) at the solution, the curvature that Gauss–Newton does not see.
        let rate = abs((growth - 2) * growth / (growth * growth + 1))
        let measured = errors[errors.count - 1] / errors[errors.count - 2]
        #expect(abs(measured / rate - 1) < 0.2)
    }

    @Test func `Parameters that no row depends on, or only together, do no harm`() {
        // x + y = 3 twice, and nothing depends on z.
        var rows = KnownRows(parameterCount: 3, rowCount: 4) { point in
            Array(repeating: (point[0] + point[1] - 3, [1, 1, 0]), count: 4)
        }
        let result = minimize(&rows, from: [0, 0, 7])
        #expect(result.iterate.value < 1e-24)
        #expect(result.iterate.coordinates[2] == 7)
        #expect(abs(result.iterate.coordinates[0] - 1.5) < 1e-9)
    }

    @Test func `Every step lowers the value, and an exhausted iterate was evaluated last`() {
        var valley = KnownRows.valley
        let result = minimize(&valley, from: [5, -3])
        for (earlier, later) in zip(result.values, result.values.dropFirst()) {
            #expect(later < earlier)
        }
        #expect(result.values.count < 100)
        #expect(valley.evaluatedAt == result.iterate.coordinates)
        #expect(result.iterate.isEvaluated)
    }

    @Test func `A region without finite values is walked around`() {
        // x − 1/x on x > 0, nothing below: undamped steps would lead there.
        var rows = KnownRows(parameterCount: 1, rowCount: 1) { point in
            point[0] > 0
                ? [(point[0] - 1 / point[0], [1 + 1 / (point[0] * point[0])])] : [(.nan, [.nan])]
        }
        let result = minimize(&rows, from: [0.01])
        #expect(abs(result.iterate.coordinates[0] - 1) < 1e-9)
        var broken = KnownRows(parameterCount: 1, rowCount: 1) { _ in [(.nan, [1])] }
        let method = LevenbergMarquardt(parameterCount: 1, rowCount: 1)
        #expect(method.step(Iterate(at: [4]), of: &broken) == .notFinite)
    }

    @Test func `What it remembers makes the next steps the same bits`() {
        var valley = KnownRows.valley
        let iterate = Iterate(at: [-1.2, 1])
        let method = LevenbergMarquardt(parameterCount: 2, rowCount: 2)
        for _ in 0..<4 { _ = method.step(iterate, of: &valley) }
        let other = Iterate(at: iterate.coordinates)
        let continued = LevenbergMarquardt(parameterCount: 2, rowCount: 2)
        #expect(continued.remember(method.memory))
        while method.step(iterate, of: &valley) == .advanced {
            #expect(continued.step(other, of: &valley) == .advanced)
            #expect(other.coordinates == iterate.coordinates)
        }
        #expect(!LevenbergMarquardt(parameterCount: 3, rowCount: 2).remember(method.memory))
        #expect(!continued.remember(.velocity([0, 0], steps: 1, PaceMemory())))
    }
}
