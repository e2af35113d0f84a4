import Expressions
import ProblemModel
import ReferenceSolver
import Testing

/// The problems of `Sweeps/problems`.
struct ShippedProblemTests {
    @Test(arguments: [
        "brain4", "brain4-easy", "brain4-hard", "pk-absorption", "lorenz",
        "two-compartment-infusion",
    ])
    func `every shipped problem can be prepared and has finite data`(name: String) throws {
        let problem = try Problem.shipped(name)
        #expect(problem.name == name)
        #expect(problem.hasTruth)
        let (system, data, scales) = try ProblemPreparation(problem: problem)
            .prepare(seed: 0, replicate: 0)
        #expect(system.observableCount == data.observed.count)
        #expect(data.values.allSatisfy { $0.isFinite })
        #expect((scales.states + scales.rates + scales.observables).allSatisfy { $0 > 0 })
    }

    @Test func `plasma of repeated infusions follows the superposition of single ones`() throws {
        let problem = try Problem.shipped("two-compartment-infusion")
        let truth = problem.unknowns.compactMap(\.truth)
        var single = problem
        single.doses[0].every = nil
        single.doses[0].count = 1
        let times = (0...48).map(Double.init)
        let repeated = try problem.solution(unknowns: truth, at: times).states
        let once = try single.solution(unknowns: truth, at: times).states
        for hour in 0...48 {
            let sum = stride(from: hour, through: 0, by: -12).prefix(4).map { once[$0][0] }
            #expect(abs(repeated[hour][0] - sum.reduce(0, +)) < 1e-6)
        }
    }

    @Test func `the Jacobian agrees with finite differences`() throws {
        let problem = try Problem.shipped("lorenz")
        let system = try problem.compiled(observing: [])
        let point = [0.3, -8, 7, 27, 9, 14, 3]
        let exact = system.rates.tape.values(at: point)
        var checked: Set<[Int]> = []
        for (index, entry) in system.rates.derivatives.enumerated() {
            let step = 1e-5
            var (left, right) = (point, point)
            left[entry.slot] -= step
            right[entry.slot] += step
            let rise =
                system.rates.tape.values(at: right)[entry.function]
                - system.rates.tape.values(at: left)[entry.function]
            #expect(abs(exact[3 + index] - rise / (2 * step)) < 1e-6)
            checked.insert([entry.function, entry.slot])
        }
        // 8 by states, 3 by unknowns; the others are 0.
        #expect(checked.count == 11)
    }
}
