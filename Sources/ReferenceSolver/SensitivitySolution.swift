public import Expressions
public import ProblemModel

/// A reference solution with its derivatives by the unknowns, which are as accurate.
public struct SensitivitySolution: Hashable, Sendable {
    public let solution: ReferenceSolution
    /// ∂u/∂p: a row a time, of a row a state, of a value an unknown.
    public let states: [[[Double]]]
    /// ∂o/∂p: a row a time, of a row an observable, of a value an unknown.
    public let observables: [[[Double]]]
}

extension CompiledSystem {
    /// Solves the system together with its forward sensitivities ∂u/∂p.
    ///
    /// Their equations (∂u/∂p)' = ∂f/∂u · ∂u/∂p + ∂f/∂p are exact, errors of sensitivities are
    /// controlled as those of states. Initial values, doses and times of known discontinuities
    /// may depend on unknowns; a step() whose argument depends on a state adds nothing to
    /// sensitivities where it switches, nor does a moving moment that meets one that stays.
    /// Parameters are those of ``solution(in:unknowns:at:relativeTolerance:stepLimit:)``.
    public func sensitivities(
        in window: TimeWindow, unknowns: [Double], at times: [Double],
        relativeTolerance: Double = 1e-10, stepLimit: Int = 200_000
    ) throws(SolverFault) -> SensitivitySolution {
        checkInput(window, unknowns, times)
        var integration = try Integration(
            system: self, window: window, unknowns: unknowns, withSensitivities: true,
            relativeTolerance: relativeTolerance, stepLimit: stepLimit)
        let rows = try integration.states(at: times)
        let points = zip(times, rows).map { time, row in
            let state = Array(row.prefix(stateCount))
            let slopes = (0..<stateCount).map { index in
                (0..<unknownCount).map { row[(1 + $0) * stateCount + index] }
            }
            let observed = observation(time: time, state: state, slopes, unknowns: unknowns)
            return (state: state, slopes: slopes, observed: observed)
        }
        return SensitivitySolution(
            solution: ReferenceSolution(
                times: times, states: points.map(\.state),
                observables: points.map(\.observed.values)),
            states: points.map(\.slopes), observables: points.map(\.observed.slopes))
    }

    /// Observables and ∂o/∂p = ∂o/∂u · ∂u/∂p + ∂o/∂p at one time.
    private func observation(
        time: Double, state: [Double], _ stateSlopes: [[Double]], unknowns: [Double]
    ) -> (values: [Double], slopes: [[Double]]) {
        let outputs = observables.tape.values(at: [time] + state + unknowns)
        let none = [Double](repeating: 0, count: unknownCount)
        var slopes = Array(repeating: none, count: observableCount)
        for (index, entry) in observables.derivatives.enumerated() {
            let slope = outputs[observableCount + index]
            if entry.slot > stateCount {
                slopes[entry.function][entry.slot - stateCount - 1] += slope
            } else {
                for unknown in 0..<unknownCount {
                    slopes[entry.function][unknown] +=
                        slope * stateSlopes[entry.slot - 1][unknown]
                }
            }
        }
        return (Array(outputs.prefix(observableCount)), slopes)
    }

    /// The states at the start, then for each unknown their derivatives by it.
    func initialValuesWithSensitivities(unknowns: [Double]) -> [Double] {
        withSensitivities(initialValues, time: 0, unknowns: unknowns)
    }

    /// The jumps since the start, then for each unknown their derivatives by it.
    func jumpsWithSensitivities(at time: Double, unknowns: [Double]) -> [Double] {
        withSensitivities(jumps, time: time, unknowns: unknowns)
    }

    /// A value a state of functions that do not depend on states, and their derivatives.
    private func withSensitivities(
        _ functions: CompiledFunctions, time: Double, unknowns: [Double]
    ) -> [Double] {
        let nothing = [Double](repeating: 0, count: stateCount)
        let outputs = functions.tape.values(at: [time] + nothing + unknowns)
        var values = [Double](repeating: 0, count: stateCount * (1 + unknownCount))
        values.replaceSubrange(0..<stateCount, with: outputs.prefix(stateCount))
        for (index, entry) in functions.derivatives.enumerated() where entry.slot > stateCount {
            values[(entry.slot - stateCount) * stateCount + entry.function] =
                outputs[functions.count + index]
        }
        return values
    }

    /// dτ/dp of the discontinuity at a time τ; 0 where none is or it depends on no unknown.
    ///
    /// By central differences: they are exact for lags, and as accurate as the solver otherwise.
    func discontinuitySlopes(at time: Double, unknowns: [Double]) -> [Double] {
        let always = TimeWindow(start: -.infinity, end: .infinity, unit: nil)
        let isDiscontinuity = discontinuities(in: always, unknowns: unknowns).contains(time)
        return unknowns.indices.map { index in
            guard isDiscontinuity else { return 0 }
            let change = 1e-5 * (unknowns[index] == 0 ? 1 : unknowns[index].magnitude)
            let ends = [change, -change].map { change in
                var moved = unknowns
                moved[index] += change
                return discontinuities(in: always, unknowns: moved)
                    .min { abs($0 - time) < abs($1 - time) } ?? time
            }
            return (ends[0] - ends[1]) / (2 * change)
        }
    }
}
