import Expressions
import ProblemModel
import ReferenceSolver
import Testing

/// The four-compartment brain model against values computed once by an independent solver (Radau,
/// relative tolerance 1e-12), given to six digits.
struct FlagshipReferenceTests {
    let problem: Problem
    let system: CompiledSystem
    let truth: [Double]

    init() throws {
        problem = try Problem.shipped("brain4")
        system = try problem.compiled(observing: problem.data.observed)
        truth = problem.unknowns.compactMap(\.truth)
    }

    @Test(
        arguments: [
            (0.1, [0.00322301, 2.29513e-5, 9.61434e-6, 7.67268e-8]),
            (1, [0.0297538, 0.00223541, 0.00013987, 1.15085e-5]),
            (12, [0.123482, 0.137046, 0.00285447, 0.00168922]),
            (24, [0.0921118, 0.237697, 0.00453533, 0.00388762]),
            (48, [0.0367277, 0.220014, 0.0040331, 0.00429845]),
        ] as [(Double, [Double])])
    func `concentrations agree to six digits`(time: Double, expected: [Double]) throws {
        let solution = try system.solution(in: problem.time, unknowns: truth, at: [time])
        #expect(solution.observables == solution.states)
        for (value, wanted) in zip(solution.states[0], expected) {
            #expect(abs(value - wanted) <= 5.01e-6 * wanted)
        }
    }

    @Test func `maxima and their times agree`() throws {
        let times = (0...9600).map { Double($0) / 200 }
        let rows = try system.solution(in: problem.time, unknowns: truth, at: times).states
        let expected = [
            (0.123834, 11.06), (0.253028, 32.13), (0.00473304, 30.85), (0.00461501, 37.01),
        ]
        for (state, (largest, moment)) in expected.enumerated() {
            let index = rows.indices.max { rows[$0][state] < rows[$1][state] }!
            #expect(abs(rows[index][state] - largest) < 5.01e-6 * largest)
            #expect(abs(times[index] - moment) <= 0.0101)
        }
    }

    @Test func `areas under the curves agree to six digits`() throws {
        let intervals = 9600
        let times = [0] + problem.time.times(intervals)
        let rows = try system.solution(in: problem.time, unknowns: truth, at: times).states
        for (state, wanted) in [3.89683, 8.89411, 0.171238, 0.148557].enumerated() {
            // Simpson's rule
            let weighted = rows.enumerated().map { index, row in
                let isEnd = index == 0 || index == intervals
                return row[state] * (isEnd ? 1 : index % 2 == 1 ? 4 : 2)
            }
            let area = weighted.reduce(0, +) * 48 / Double(intervals) / 3
            #expect(abs(area - wanted) < 5.01e-6 * wanted)
        }
    }

    @Test(arguments: [-621.873, -61.2493, -0.189337, -0.0397339])
    func `eigenvalues of the Jacobian agree to six digits`(eigenvalue: Double) {
        let jacobian = jacobian()
        // The characteristic polynomial changes its sign there.
        let below = jacobian.shifted(by: eigenvalue * (1 - 1e-5)).determinant
        let above = jacobian.shifted(by: eigenvalue * (1 + 1e-5)).determinant
        #expect(below * above < 0)
    }

    @Test func `unbound ratios at steady state agree`() throws {
        var steady = problem
        steady.time.end = 4000
        steady.inputs = [Input(name: "Cart", value: try Expression(parsing: "1"))]
        let row = try steady.solution(unknowns: truth, at: [4000]).states[0]
        let unboundPlasma = 0.026 * row[0]
        #expect(abs(0.006 * row[1] / unboundPlasma - 0.853) < 5e-4)
        #expect(abs(0.289 * row[2] / unboundPlasma - 0.768) < 5e-4)
        #expect(abs(0.289 * row[3] / unboundPlasma - 0.768) < 5e-4)
    }

    @Test func `the linear equations scale with their dose`() throws {
        var doubled = problem
        let dose = problem.constants.firstIndex { $0.name == "A" }!
        doubled.constants[dose].value *= 2
        let single = try problem.solution(unknowns: truth, at: [3, 30]).states
        let double = try doubled.solution(unknowns: truth, at: [3, 30]).states
        for (one, two) in zip(single.joined(), double.joined()) {
            #expect(abs(two - 2 * one) < 1e-7 * two)
        }
    }

    /// ∂f/∂u at the truth, which does not depend on the state.
    private func jacobian() -> [[Double]] {
        var matrix = Array(repeating: [0.0, 0, 0, 0], count: 4)
        let values = system.rates.tape.values(at: [1, 0, 0, 0, 0] + truth)
        for (index, entry) in system.rates.derivatives.enumerated() where entry.slot <= 4 {
            matrix[entry.function][entry.slot - 1] = values[4 + index]
        }
        return matrix
    }
}

extension [[Double]] {
    fileprivate func shifted(by value: Double) -> [[Double]] {
        var matrix = self
        for index in indices { matrix[index][index] -= value }
        return matrix
    }

    /// By elimination without pivoting, which is enough for the matrices here.
    fileprivate var determinant: Double {
        var matrix = self
        for pivot in indices {
            for row in indices where row > pivot {
                let factor = matrix[row][pivot] / matrix[pivot][pivot]
                for column in indices { matrix[row][column] -= factor * matrix[pivot][column] }
            }
        }
        return indices.reduce(1) { $0 * matrix[$1][$1] }
    }
}
