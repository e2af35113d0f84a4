import Expressions
import Glibc
import ProblemModel
import ReferenceSolver
import Testing

struct SensitivityTests {
    @Test func `repeated boluses that depend on unknowns follow the derivative in closed form`()
        throws
    {
        let problem = Problem.of(
            [try State("x", from: "3*a", rate: "-k*x")], end: 30,
            unknowns: [Unknown("k", guess: 0.3), Unknown("a", guess: 2)],
            doses: [try Dose(into: "x", amount: "100*a", start: 6, every: 6, count: 3, per: "20*k")]
        )
        let (k, a) = (0.3, 2.0)
        let times = [0, 3, 6, 6.5, 12, 17.999, 18, 24, 30]
        let rows = try problem.sensitivities(unknowns: [k, a], at: times)
        for (index, time) in times.enumerated() {
            var (byK, byA) = (-3 * a * time * exp(-k * time), 3 * exp(-k * time))
            for dose in [6.0, 12, 18] where dose <= time {
                let left = 5 / k * exp(-k * (time - dose))
                byK -= a * left * (1 / k + time - dose)
                byA += left
            }
            #expect(abs(rows.states[index][0][0] - byK) < 1e-8 * 100, "time \(time)")
            #expect(abs(rows.states[index][0][1] - byA) < 1e-8 * 20, "time \(time)")
        }
    }

    @Test func `a lag that is unknown moves the solution behind it`() throws {
        let problem = Problem.of(
            [try State("x", rate: "7*step(3*t - 3*lag) - k*x")], end: 5,
            unknowns: [Unknown("lag", guess: 1.3), Unknown("k", guess: 0.4)])
        let rows = try problem.sensitivities(unknowns: [1.3, 0.4], at: [1, 2, 5])
        #expect(rows.states[0] == [[0, 0]])
        for (time, row) in zip([2.0, 5], rows.states.dropFirst()) {
            let age = time - 1.3
            let byRate = 7 * (age * exp(-0.4 * age) / 0.4 - (1 - exp(-0.4 * age)) / 0.16)
            #expect(abs(row[0][0] + 7 * exp(-0.4 * age)) < 1e-7)
            #expect(abs(row[0][1] - byRate) < 1e-7)
        }
    }

    @Test func `derivatives of observables take all ways to an unknown`() throws {
        let problem = Problem.of(
            [try State("x", from: "2", rate: "-k*x")], end: 4,
            unknowns: [Unknown("k", guess: 0.5)],
            observables: [Observable(name: "o", value: try Expression(parsing: "k*x^2 + t"))])
        let system = try problem.compiled(observing: ["o"])
        let rows = try system.sensitivities(in: problem.time, unknowns: [0.5], at: [0, 3])
        for (time, row) in zip([0.0, 3], rows.observables) {
            let square = 4 * exp(-time)
            #expect(abs(row[0][0] - square * (1 - time)) < 1e-7)
        }
        #expect(rows.solution.observables[0] == [2])
    }

    @Test(arguments: ["brain4-hard", "two-compartment-infusion", "lorenz", "pk-absorption"])
    func `they agree with finite differences`(name: String) throws {
        let problem = try Problem.shipped(name)
        let system = try problem.compiled(observing: problem.data.observed)
        let values = problem.unknowns.map { $0.truth ?? $0.guess }
        // Chaos would magnify every difference later on.
        let window = TimeWindow(
            start: problem.time.start, end: min(problem.time.end, 24), unit: nil)
        let last = name == "lorenz" ? 0.5 : window.end
        let times = (1...7).map { window.start + (last - window.start) * Double($0) / 7 }
        let exact = try system.sensitivities(in: window, unknowns: values, at: times)
        let plain = try system.solution(in: window, unknowns: values, at: times)
        for column in 0..<system.observableCount {
            let scale = plain.observables.map { $0[column].magnitude }.max()!
            for row in times.indices {
                let difference =
                    exact.solution.observables[row][column] - plain.observables[row][column]
                #expect(abs(difference) < 1e-7 * scale)
            }
            for unknown in values.indices {
                let change = 1e-3 * values[unknown]
                let ends = try [change, -change].map { change in
                    var moved = values
                    moved[unknown] += change
                    return try system.solution(in: window, unknowns: moved, at: times).observables
                }
                for row in times.indices {
                    let slope = (ends[0][row][column] - ends[1][row][column]) / (2 * change)
                    let found = exact.observables[row][column][unknown]
                    #expect(
                        abs(found - slope) * values[unknown].magnitude < 2e-5 * scale,
                        "time \(times[row]), column \(column), unknown \(unknown)")
                }
            }
        }
    }

    @Test(arguments: [1e-12, 1, 1e12])
    func `accuracy does not depend on the units of states and unknowns`(unit: Double) throws {
        let problem = Problem.of(
            [try State("x", from: "\(unit)", rate: "-k*x/\(unit)"), try State("y", rate: "k*x")],
            end: 3, unknowns: [Unknown("k", guess: unit)])
        let row = try problem.sensitivities(unknowns: [0.5 * unit], at: [2]).states[0]
        #expect(abs(row[0][0] + 2 * exp(-1.0)) < 1e-8)
        #expect(abs(row[1][0] / unit - 2 * exp(-1.0)) < 1e-8)
    }
}

extension Problem {
    /// The sensitivities with every state observed.
    fileprivate func sensitivities(
        unknowns: [Double], at times: [Double]
    ) throws -> SensitivitySolution {
        try compiled(observing: states.map(\.name))
            .sensitivities(in: time, unknowns: unknowns, at: times)
    }
}
