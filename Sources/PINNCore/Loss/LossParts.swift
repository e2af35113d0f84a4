/// The weights of the loss's three parts.
public struct LossWeights: Hashable, Sendable {
    /// w_data.
    public let data: Double
    /// w_initial; without effect under a hard initial condition.
    public let initial: Double
    /// w_residual.
    public let residual: Double

    /// Weights; 1 each leaves the means as they are.
    public init(data: Double = 1, initial: Double = 1, residual: Double = 1) {
        self.data = data
        self.initial = initial
        self.residual = residual
    }
}

/// The loss's three parts: means of squares without weights.
public struct LossParts: Hashable, Sendable {
    /// The mean over trained data cells of ((ô − y)/σ_o)²; 0 where there are none.
    public var data: Double
    /// The mean over states of ((û(t0) − u0)/σ_s)²; 0 under a hard initial condition.
    public var initial: Double
    /// The mean over collocation points and states of ((û' − f)/(ρ_s σ_s))².
    public var residual: Double

    /// The three means.
    public init(data: Double, initial: Double, residual: Double) {
        self.data = data
        self.initial = initial
        self.residual = residual
    }

    /// The weighted sum: what training lowers.
    public func total(_ weights: LossWeights) -> Double {
        weights.data * data + weights.initial * initial + weights.residual * residual
    }
}
