/// The weights of the loss's three parts.
public struct LossWeights: Hashable, Sendable {
    /// w_data.
    public var data: Double
    /// w_initial; without effect under a hard initial condition.
    public var initial: Double
    /// w_residual.
    public var residual: Double

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

    /// The weighted sum; what training lowers where no single point has a weight of its own.
    public func total(_ weights: LossWeights) -> Double {
        weights.data * data + weights.initial * initial + weights.residual * residual
    }
}

/// What an evaluation of the loss finds.
public struct LossValue: Hashable, Sendable {
    /// The parts as they are reported: without any weights.
    public var parts: LossParts
    /// What training lowers: the sum of the parts with all weights in force, of parts and of points.
    public var total: Double
}

/// One part of the loss.
struct LossPart {
    /// The mean square, without weights.
    var mean: Double
    /// The mean of the squares, each with its point's weight.
    var weightedMean: Double
}
