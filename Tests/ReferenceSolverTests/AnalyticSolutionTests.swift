import Expressions
import Glibc
import ProblemModel
import ReferenceSolver
import Testing

/// Solutions that are known in closed form.
struct AnalyticSolutionTests {
    @Test func `exponential decay keeps its relative accuracy over four decades`() throws {
        let problem = Problem.of([try State("x", from: "2", rate: "-x")], end: 10)
        let times = (0...10).map(Double.init)
        let rows = try problem.solution(at: times).states
        for (time, row) in zip(times, rows) {
            let exact = 2 * exp(-time)
            #expect(abs(row[0] - exact) < 3e-8 * exact)
        }
    }

    @Test func `repeated boluses add up and the solution at a dose is the one after it`() throws {
        let problem = Problem.of(
            [try State("x", rate: "-k*x")], end: 30, unknowns: [Unknown("k", guess: 0.3)],
            doses: [try Dose(into: "x", amount: "100", every: 6, count: 4, per: "20*k")])
        let times = [0, 3, 6, 6.5, 12, 17.999, 18, 24, 30]
        let rows = try problem.solution(unknowns: [0.3], at: times).states
        for (time, row) in zip(times, rows) {
            let doses = [0.0, 6, 12, 18].filter { $0 <= time }
            let exact = doses.reduce(0) { $0 + 100 / 6 * exp(-0.3 * (time - $1)) }
            #expect(abs(row[0] - exact) < 1e-8 * exact, "time \(time)")
        }
    }

    @Test func `repeated infusions follow the one-compartment solution`() throws {
        let problem = Problem.of(
            [try State("c", rate: "-k*c")], end: 48, unknowns: [Unknown("k", guess: 0.2)],
            doses: [
                try Dose(into: "c", amount: "50", duration: 0.7, start: 1.1, every: 12, count: 3)
            ])
        let times = Array(stride(from: 0, through: 48, by: 0.5))
        let rows = try problem.solution(unknowns: [0.2], at: times).states
        for (time, row) in zip(times, rows) {
            let exact = [1.1, 13.1, 25.1].reduce(0) { sum, start in
                guard time > start else { return sum }
                let running = min(time - start, 0.7)
                let behind = time - start - running
                return sum + 50 / 0.7 / 0.2 * (1 - exp(-0.2 * running)) * exp(-0.2 * behind)
            }
            #expect(abs(row[0] - exact) < 1e-8 * 60, "time \(time)")
        }
    }

    @Test func `steps of the user, with lags that are unknown, are met exactly`() throws {
        let problem = Problem.of(
            [try State("x", rate: "on - 2*step(3*t - 6)")], end: 5,
            inputs: [Input(name: "on", value: try .init(parsing: "7*step(t - lag)"))],
            unknowns: [Unknown("lag", guess: 1.3)])
        let rows = try problem.solution(unknowns: [1.3], at: [1.3, 2, 5]).states
        #expect(abs(rows[0][0]) < 1e-12)
        #expect(abs(rows[1][0] - 4.9) < 1e-9)
        #expect(abs(rows[2][0] - (7 * 3.7 - 6)) < 1e-9)
    }

    @Test func `a bolus at the end shows in the last value`() throws {
        let problem = Problem.of(
            [try State("x", from: "1", rate: "0")], end: 4,
            doses: [try Dose(into: "x", amount: "3", start: 4)])
        #expect(try problem.solution(at: [0, 3.999, 4]).states == [[1], [1], [4]])
    }

    @Test(arguments: [1e-12, 1, 1e12])
    func `accuracy does not depend on the unit of a state`(unit: Double) throws {
        let problem = Problem.of(
            [
                try State("x", from: "\(unit)", rate: "-y"),
                try State("y", rate: "x"),
            ], end: 20)
        let row = try problem.solution(at: [20]).states[0]
        #expect(abs(row[0] / unit - cos(20)) < 1e-7)
        #expect(abs(row[1] / unit - sin(20)) < 1e-7)
    }

    @Test func `a Hill term with an infinite slope at the start is solved`() throws {
        // x' = 1 + sqrt(x): with s = sqrt(x), t = 2 (s - log(1 + s)).
        let problem = Problem.of([try State("x", rate: "1 + x^0.5")], end: 3)
        let root = try problem.solution(at: [3]).states[0][0].squareRoot()
        #expect(abs(2 * (root - log(1 + root)) - 3) < 1e-6)
    }

    @Test func `errors shrink with the tolerance`() throws {
        let system = try Problem.of([try State("x", from: "1", rate: "-x + sin(t)")], end: 10)
            .compiled(observing: ["x"])
        let exact = 1.5 * exp(-10) + (sin(10.0) - cos(10.0)) / 2
        let errors = try [1e-4, 1e-7, 1e-10].map { tolerance in
            let solution = try system.solution(
                in: TimeWindow(start: 0, end: 10, unit: nil), unknowns: [], at: [10],
                relativeTolerance: tolerance)
            return abs(solution.states[0][0] - exact)
        }
        #expect(errors[1] < errors[0] / 50)
        #expect(errors[2] < errors[1] / 50)
    }

    @Test func `Robertson's stiff kinetics reach their published values`() throws {
        // Hairer and Wanner, Solving Ordinary Differential Equations II, IV.1; values at t = 40 as
        // in the CVODE user guide.
        let problem = Problem.of(
            [
                try State("a", from: "1", rate: "-0.04*a + 1e4*b*c"),
                try State("b", rate: "0.04*a - 1e4*b*c - 3e7*b^2"),
                try State("c", rate: "3e7*b^2"),
            ], end: 4e10)
        let rows = try problem.solution(at: [0.4, 40, 4e10]).states
        #expect(abs(rows[0][0] - 0.98517) < 1e-5)
        #expect(abs(rows[1][0] - 0.7158) < 1e-4)
        #expect(abs(rows[1][1] - 9.185e-6) < 1e-9)
        #expect(abs(rows[1].reduce(0, +) - 1) < 1e-9)
        #expect(abs(rows[2][0] - 5.2e-8) < 1e-8)
    }
}
