/// Adam: steps scaled by running means of the gradient and of its square.
///
/// Kingma & Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1, with its
/// recommended β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. With a decay it is AdamW: Loshchilov & Hutter,
/// "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2, where η is the whole rate.
public final class Adam: Optimizer {
    private var pace: Pace
    private var moments: Moments
    private let rateFactors: Vector
    private let decay: Vector?

    /// - Parameters:
    ///   - rateFactors: What the rate is multiplied by, a number a parameter; nil for 1.
    ///   - decay: The decay of each parameter, as a share of it for a rate of 1; nil for none.
    public init(
        parameterCount: Int, schedule: Schedule, rateFactors: [Double]? = nil,
        decay: [Double]? = nil
    ) {
        pace = Pace(schedule)
        moments = Moments(parameterCount: parameterCount)
        self.rateFactors = Vector(factors: rateFactors, count: parameterCount)
        self.decay = decay.map { Vector(factors: $0, count: parameterCount) }
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        let rate = pace.rate(at: moments.step, loss: iterate.value)
        moments.advance()
        if let decay { iterate.position.subtract(rate, times: decay, iterate.position) }
        moments.descend(
            iterate, stride: rate / moments.firstCorrection, rateFactors: rateFactors)
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
}
