import ProblemModel
import ReferenceSolver
import Testing

/// Equations without a usable solution end in a fault that says when.
struct SolverFaultTests {
    @Test func `growth without bounds is found near its time`() throws {
        let problem = Problem.of([try State("x", from: "1", rate: "x^2")], end: 2)
        let fault = #expect(throws: SolverFault.self) { try problem.solution(at: [2]) }
        guard let time = fault?.time else {
            Issue.record("no time in \(String(describing: fault))")
            return
        }
        #expect(abs(time - 1) < 1e-3)
    }

    @Test(arguments: ["1/0", "log(-1)"])
    func `initial values that are not finite are refused`(initial: String) throws {
        let problem = Problem.of([try State("x", from: initial, rate: "-x")], end: 2)
        #expect(throws: SolverFault.initialValuesNotFinite) { try problem.solution(at: [2]) }
    }

    @Test(arguments: ["log(1 - t)", "sqrt(1 - t)", "1/(1 - t)"])
    func `a rate that ceases to be finite is a fault`(rate: String) throws {
        let problem = Problem.of([try State("x", rate: rate)], end: 2)
        let fault = #expect(throws: SolverFault.self) { try problem.solution(at: [2]) }
        #expect(fault.map { !$0.hint.isEmpty } == true)
    }

    @Test func `a rate that is never finite is a fault at the start`() throws {
        let problem = Problem.of([try State("x", rate: "x/0")], end: 2)
        #expect(throws: SolverFault.notFinite(time: 0)) { try problem.solution(at: [2]) }
    }

    @Test(arguments: [
        "1 - 2*step(x - 0.5)", "exp(1000*x + 1)", "0/0", "1e308*10*(x + 1)", "log(x)", "sqrt(x)",
        "-1e300*x + 1", "sin(1e9*t)", "x^(1/3)", "1/x",
    ])
    func `hostile rates end in finite numbers or a fault`(rate: String) throws {
        let problem = Problem.of([try State("x", rate: rate)], end: 2)
        do {
            let rows = try problem.solution(at: [1, 2]).states
            #expect(rows.joined().allSatisfy { $0.isFinite })
        } catch let fault as SolverFault {
            #expect(!fault.message.isEmpty)
        }
    }

    @Test func `the budget of steps ends a solution`() throws {
        let system = try Problem.of(
            [try State("x", from: "1", rate: "-y"), try State("y", rate: "x")], end: 1e6
        ).compiled(observing: [])
        let window = TimeWindow(start: 0, end: 1e6, unit: nil)
        let fault = #expect(throws: SolverFault.self) {
            try system.solution(in: window, unknowns: [], at: [1e6], stepLimit: 1000)
        }
        guard case .tooManySteps(let time, limit: 1000) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(time > 0 && time < 1e6)
    }
}

extension SolverFault {
    fileprivate var time: Double? {
        switch self {
        case .initialValuesNotFinite: nil
        case .notFinite(let time), .tooManySteps(let time, _), .noConvergence(let time),
            .integrator(_, let time):
            time
        }
    }
}
