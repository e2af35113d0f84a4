public import Expressions
public import ProblemModel

/// States and observables of a system at given times, by a stiff solver.
public struct ReferenceSolution: Hashable, Sendable {
    public let times: [Double]
    /// A row a time, a column a state; right-continuous at jumps.
    public let states: [[Double]]
    /// A row a time, a column an observable of the system.
    public let observables: [[Double]]
}

extension CompiledSystem {
    /// Solves the system at fixed unknowns; the global error is some 1e-8 of a state's size.
    ///
    /// The solver stops at every discontinuity and begins again behind it. At a jump the solution
    /// is the one after it.
    /// - Parameters:
    ///   - window: Where the equations hold; the initial values belong to its start.
    ///   - unknowns: A value for each unknown.
    ///   - times: Rising, in the window.
    ///   - relativeTolerance: Of a step's error.
    ///   - stepLimit: The solver gives up after this many steps.
    public func solution(
        in window: TimeWindow, unknowns: [Double], at times: [Double],
        relativeTolerance: Double = 1e-10, stepLimit: Int = 200_000
    ) throws(SolverFault) -> ReferenceSolution {
        checkInput(window, unknowns, times)
        var integration = try Integration(
            system: self, window: window, unknowns: unknowns,
            relativeTolerance: relativeTolerance, stepLimit: stepLimit)
        let states = try integration.states(at: times)
        let observables = zip(times, states).map { time, state in
            values(of: self.observables, time: time, state: state, unknowns: unknowns)
        }
        return ReferenceSolution(times: times, states: states, observables: observables)
    }

    /// Wrong input is a bug of the caller's.
    func checkInput(_ window: TimeWindow, _ unknowns: [Double], _ times: [Double]) {
        precondition(unknowns.count == unknownCount, "every unknown has a value")
        precondition(
            times.allSatisfy { window.start <= $0 && $0 <= window.end }
                && zip(times, times.dropFirst()).allSatisfy(<=),
            "the times rise and lie in the window")
    }

    /// The states at the start.
    func initialValues(unknowns: [Double]) -> [Double] {
        let nothing = [Double](repeating: 0, count: stateCount)
        return values(of: initialValues, time: 0, state: nothing, unknowns: unknowns)
    }

    /// What has entered each state by jumps since the start.
    func jumps(at time: Double, unknowns: [Double]) -> [Double] {
        let nothing = [Double](repeating: 0, count: stateCount)
        return values(of: jumps, time: time, state: nothing, unknowns: unknowns)
    }

    private func values(
        of functions: CompiledFunctions, time: Double, state: [Double], unknowns: [Double]
    ) -> [Double] {
        Array(functions.tape.values(at: [time] + state + unknowns).prefix(functions.count))
    }
}
