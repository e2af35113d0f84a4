/// Limited-memory BFGS with a line search for the strong Wolfe conditions.
///
/// Nocedal & Wright, "Numerical Optimization", 2nd ed., algorithms 7.4 and 7.5, with the
/// initial scaling sᵀy / yᵀy of equation 7.20. Where the search finds nothing lower, the history
/// is forgotten and the plain gradient tried; where that finds nothing either, the method is
/// exhausted. Every step lowers the value strictly.
public final class LBFGS: Optimizer {
    private let history: CurvatureHistory
    private let search: LineSearch
    private let direction: Vector

    /// - Parameter history: pairs of differences to keep, at least 1.
    public init(parameterCount: Int, history: Int) {
        self.history = CurvatureHistory(parameterCount: parameterCount, capacity: history)
        search = LineSearch(parameterCount: parameterCount)
        direction = Vector(zeros: parameterCount)
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        if !history.isEmpty {
            history.quasiNewtonDirection(against: iterate.slope, into: direction)
            if advance(iterate, of: &objective, trying: 1) { return .advanced }
            history.forget()
        }
        direction.set(-1, times: iterate.slope)
        let steepness = iterate.slope.dot(iterate.slope).squareRoot()
        guard steepness > 0 else { return .exhausted }
        let isDone = advance(iterate, of: &objective, trying: min(1, 1 / steepness))
        return isDone ? .advanced : .exhausted
    }

    public var memory: OptimizerMemory { .curvature(history.pairs) }

    public func remember(_ memory: OptimizerMemory) -> Bool {
        guard case .curvature(let pairs) = memory else { return false }
        return history.remember(pairs)
    }

    /// Moves the iterate along the direction and learns from it; false where nothing is lower.
    private func advance(
        _ iterate: Iterate, of objective: inout some Objective, trying length: Double
    ) -> Bool {
        guard
            let found = search.run(
                from: iterate, along: direction, of: &objective, trying: length)
        else {
            // The last evaluation was elsewhere; the iterate must be what was evaluated last.
            iterate.isEvaluated = false
            iterate.evaluate(&objective)
            return false
        }
        history.learn(
            length: found, along: direction, gradient: search.trial.slope, before: iterate.slope)
        iterate.swap(with: search.trial)
        return true
    }
}
