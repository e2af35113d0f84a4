/// Gradient descent with momentum: v ← μ v + g, x ← x − η v (Polyak 1964).
///
/// The setting's name is `sgd`, as everywhere; all points are in every step, so that nothing is
/// stochastic about it.
public final class MomentumDescent: Optimizer {
    private let schedule: Schedule
    private let momentum: Double
    private let velocity: Vector
    private var stepsDone = 0

    public init(parameterCount: Int, schedule: Schedule, momentum: Double) {
        self.schedule = schedule
        self.momentum = momentum
        velocity = Vector(zeros: parameterCount)
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        let rate = schedule.rate(at: stepsDone)
        stepsDone += 1
        velocity.set(iterate.slope, plus: momentum, times: velocity)
        iterate.position.add(-rate, times: velocity)
        iterate.isEvaluated = false
        return .advanced
    }

    public var memory: OptimizerMemory { .velocity(velocity.numbers, steps: stepsDone) }

    public func remember(_ memory: OptimizerMemory) -> Bool {
        guard case .velocity(let numbers, let steps) = memory, steps >= 0,
            velocity.set(numbers)
        else { return false }
        stepsDone = steps
        return true
    }
}
