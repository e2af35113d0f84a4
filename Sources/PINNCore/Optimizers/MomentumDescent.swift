/// Gradient descent with momentum: v ← μ v + g, x ← x − η v (Polyak 1964).
///
/// The setting's name is `sgd`, as everywhere; all points are in every step, so that nothing is
/// stochastic about it.
public final class MomentumDescent: Optimizer {
    private var pace: Pace
    private let momentum: Double
    private let velocity: Vector
    private let rateFactors: Vector
    private var stepsDone = 0

    /// - Parameter rateFactors: What the rate is multiplied by, a number a parameter; nil for 1.
    public init(
        parameterCount: Int, schedule: Schedule, momentum: Double, rateFactors: [Double]? = nil
    ) {
        pace = Pace(schedule)
        self.momentum = momentum
        velocity = Vector(zeros: parameterCount)
        self.rateFactors = Vector(factors: rateFactors, count: parameterCount)
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        let rate = pace.rate(at: stepsDone, loss: iterate.value)
        stepsDone += 1
        velocity.set(iterate.slope, plus: momentum, times: velocity)
        iterate.position.subtract(rate, times: rateFactors, velocity)
        iterate.isEvaluated = false
        return .advanced
    }

    public var memory: OptimizerMemory {
        .velocity(velocity.numbers, steps: stepsDone, pace.memory)
    }

    public func remember(_ memory: OptimizerMemory) -> Bool {
        guard case .velocity(let numbers, let steps, let pace) = memory, steps >= 0,
            velocity.set(numbers)
        else { return false }
        stepsDone = steps
        self.pace.remember(pace)
        return true
    }
}
