/// The weighted loss as an objective, with the parts that the last evaluation found.
struct TrainingObjective: Objective {
    let function: LossFunction
    let weighting: LossWeighting
    /// Nil where the collocation points stay where they are.
    let resampling: ResidualResampling?
    private(set) var parts = LossParts(data: .nan, initial: .nan, residual: .nan)

    init(
        _ function: LossFunction, weighting: LossWeighting, resampling: ResidualResampling?
    ) {
        self.function = function
        self.weighting = weighting
        self.resampling = resampling
    }

    var parameterCount: Int { function.parameterCount }

    mutating func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double {
        let value = function.evaluate(point, gradient: gradient)
        parts = value.parts
        return value.total
    }

    var rowCount: Int { function.rowCount }

    mutating func linearize(_ point: UnsafePointer<Double>, into rows: Linearization) {
        function.linearize(point, into: rows)
    }

    /// Learns the weights from the last evaluation, which was at this point, and moves the
    /// collocation points where that is due.
    func learn(at point: UnsafePointer<Double>) {
        let steps = weighting.state.steps
        weighting.learn(from: parts, at: point)
        if let times = resampling?.times(after: steps, of: function, at: point) {
            weighting.place(times)
        }
    }

    /// The collocation points where they move; none else.
    var movingTimes: [Double] { resampling == nil ? [] : function.collocationTimes }
}
