/// Adam: steps scaled by running means of the gradient and of its square.
///
/// Kingma & Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1, with its
/// recommended β₁ = 0.9, β₂ = 0.999 and ε = 1e-8.
public final class Adam: Optimizer {
    private let schedule: Schedule
    private var moments: Moments
    private let epsilon = 1e-8

    public init(parameterCount: Int, schedule: Schedule) {
        self.schedule = schedule
        moments = Moments(parameterCount: parameterCount)
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        let rate = schedule.rate(at: moments.step)
        moments.advance()
        // m̂ / (√v̂ + ε) with the corrections of bias taken out of the loop.
        let stride = Vector.Lane(repeating: rate / moments.firstCorrection)
        let root = Vector.Lane(repeating: 1 / moments.secondCorrection.squareRoot())
        let floor = Vector.Lane(repeating: epsilon)
        let position = iterate.position
        moments.update(with: iterate.slope) { index, first, second in
            position[index] -= stride * first / (second.squareRoot() * root + floor)
        }
        iterate.isEvaluated = false
        return .advanced
    }

    public var memory: OptimizerMemory { .moments(moments.memory) }

    public func remember(_ memory: OptimizerMemory) -> Bool {
        guard case .moments(let learnt) = memory else { return false }
        return moments.remember(learnt)
    }
}
