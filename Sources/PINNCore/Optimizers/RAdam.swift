/// Rectified Adam: Adam whose first steps, of unreliable variance, follow the mean gradient alone.
///
/// Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", ICLR 2020,
/// algorithm 2; ε = 1e-8 guards the division as in Adam.
public final class RAdam: Optimizer {
    private var pace: Pace
    private var moments: Moments
    private let rateFactors: Vector

    /// - Parameter rateFactors: What the rate is multiplied by, a number a parameter; nil for 1.
    public init(parameterCount: Int, schedule: Schedule, rateFactors: [Double]? = nil) {
        pace = Pace(schedule)
        moments = Moments(parameterCount: parameterCount)
        self.rateFactors = Vector(factors: rateFactors, count: parameterCount)
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        let rate = pace.rate(at: moments.step, loss: iterate.value)
        moments.advance()
        let stride = rate / moments.firstCorrection
        if let rectification {
            moments.descend(
                iterate, stride: stride * rectification, rateFactors: rateFactors)
        } else {
            let position = iterate.position
            let factors = rateFactors
            moments.update(with: iterate.slope) { index, first, _ in
                position[index] -= stride * factors[index] * first
            }
        }
        iterate.isEvaluated = false
        return .advanced
    }

    public var memory: OptimizerMemory { .moments(moments.memory, pace.memory) }

    public func remember(_ memory: OptimizerMemory) -> Bool {
        guard case .moments(let learnt, let pace) = memory, moments.remember(learnt) else {
            return false
        }
        self.pace.remember(pace)
        return true
    }

    /// r_t, or nil while the variance is intractable (ρ_t ≤ 4).
    private var rectification: Double? {
        let limit = 2 / (1 - Moments.secondDecay) - 1
        let power = moments.secondPower
        let length = limit - 2 * Double(moments.step) * power / (1 - power)
        guard length > 4 else { return nil }
        let ratio =
            (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
        return ratio.squareRoot()
    }
}
