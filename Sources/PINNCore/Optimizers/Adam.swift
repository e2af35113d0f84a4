/// Adam: steps scaled by running means of the gradient and of its square.
///
/// Kingma & Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1, with its
/// recommended β₁ = 0.9, β₂ = 0.999 and ε = 1e-8.
public final class Adam: Optimizer {
    private let schedule: Schedule
    private var moments: Moments

    public init(parameterCount: Int, schedule: Schedule) {
        self.schedule = schedule
        moments = Moments(parameterCount: parameterCount)
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        let rate = schedule.rate(at: moments.step)
        moments.advance()
        moments.descend(iterate, stride: rate / moments.firstCorrection)
        iterate.isEvaluated = false
        return .advanced
    }

    public var memory: OptimizerMemory { .moments(moments.memory) }

    public func remember(_ memory: OptimizerMemory) -> Bool {
        guard case .moments(let learnt) = memory else { return false }
        return moments.remember(learnt)
    }
}
