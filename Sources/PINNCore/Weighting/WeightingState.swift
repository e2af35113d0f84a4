/// What a loss weighting has learnt, as a value to be kept and put back.
///
/// The weights in force follow from it and from the training's settings.
public struct WeightingState: Hashable, Sendable {
    /// First-order steps begun, or the length of the warm-up where that was cut short.
    public var steps: Int
    /// The parts' λ.
    public var factors: LossWeights
    /// The losses that relative losses are relative to, of the first and of the last change; none
    /// before there was one, or where nothing asks for them.
    public var losses: [LossParts]
    /// Each cell's own λ, the start's among them; none where cells have none.
    public var cells: [Double]
    /// Each state's own λ at the start; none where states have none.
    public var start: [Double]
    /// Each collocation point's and state's own λ; none where points have none.
    public var residual: [Double]
    /// Each collocation point's causal weight; none without causality.
    public var causal: [Double]

    public init(
        steps: Int = 0, factors: LossWeights = LossWeights(), losses: [LossParts] = [],
        cells: [Double] = [], start: [Double] = [], residual: [Double] = [], causal: [Double] = []
    ) {
        self.steps = steps
        self.factors = factors
        self.losses = losses
        self.cells = cells
        self.start = start
        self.residual = residual
        self.causal = causal
    }
}
