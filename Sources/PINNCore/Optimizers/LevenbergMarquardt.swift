/// Levenberg–Marquardt: Gauss–Newton steps for a sum of squares, damped as far as they must be.
///
/// The damping follows Nielsen, "Damping Parameter in Marquardt's Method", IMM-REP-1999-05, DTU:
/// after a step whose gain ratio is ρ it is multiplied by max(1/3, 1 − (2ρ − 1)³), and after one
/// that was refused by 2, 4, 8, … The columns' scales are those of Moré, "The Levenberg–Marquardt
/// Algorithm: Implementation and Theory", LNM 630 (1978). Every step lowers the value strictly.
public final class LevenbergMarquardt: Optimizer {
    private let equations: DampedLeastSquares
    private let trial: Iterate
    private let direction: Vector
    private var damping = LevenbergMarquardt.firstDamping
    private var growth = 2.0

    /// λ of the first step, where the columns' scales make every diagonal element 1.
    private static let firstDamping = 1e-2
    /// Below it the diagonal does not change.
    private static let leastDamping = 1e-15
    /// Refusals in a row; the damping has grown by 2^300 by then.
    private static let attemptLimit = 24

    /// - Parameter rowCount: Rows of the objective, at least 1.
    public init(
        parameterCount: Int, rowCount: Int, instructionSet: InstructionSet = .current
    ) {
        precondition(rowCount > 0, "Levenberg-Marquardt needs a sum of squares")
        equations = DampedLeastSquares(
            rowCount: rowCount, parameterCount: parameterCount, instructionSet: instructionSet)
        trial = Iterate(at: Array(repeating: 0, count: parameterCount))
        direction = Vector(zeros: parameterCount)
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        objective.linearize(iterate.point, into: equations.rows)
        equations.prepare()
        for _ in 0..<LevenbergMarquardt.attemptLimit {
            if let decrease = equations.solve(damping: damping, into: direction) {
                guard decrease > Double.ulpOfOne * iterate.value else { break }
                if advance(iterate, of: &objective, promised: decrease) { return .advanced }
            }
            damping *= growth
            growth *= 2
        }
        // The last evaluation was elsewhere; the iterate must be what was evaluated last.
        iterate.isEvaluated = false
        iterate.evaluate(&objective)
        return .exhausted
    }

    public var memory: OptimizerMemory {
        .damping(
            DampingMemory(
                scales: equations.scales.numbers, damping: damping, growth: growth))
    }

    public func remember(_ memory: OptimizerMemory) -> Bool {
        guard case .damping(let learnt) = memory, equations.scales.set(learnt.scales) else {
            return false
        }
        damping = learnt.damping
        growth = learnt.growth
        return true
    }

    /// Moves the iterate by the direction and lowers the damping; false where that is not lower.
    private func advance(
        _ iterate: Iterate, of objective: inout some Objective, promised: Double
    ) -> Bool {
        trial.position.set(iterate.position, plus: 1, times: direction)
        trial.isEvaluated = false
        trial.evaluate(&objective)
        guard trial.isFinite, trial.value < iterate.value else { return false }
        let gain = 2 * (iterate.value - trial.value) / promised - 1
        damping = max(
            damping * max(1 / 3, 1 - gain * gain * gain), LevenbergMarquardt.leastDamping)
        growth = 2
        iterate.swap(with: trial)
        return true
    }
}
