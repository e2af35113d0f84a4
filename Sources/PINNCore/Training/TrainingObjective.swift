/// The weighted loss as an objective, with the parts that the last evaluation found.
struct TrainingObjective: Objective {
    let function: LossFunction
    let weighting: LossWeighting
    private(set) var parts = LossParts(data: .nan, initial: .nan, residual: .nan)

    init(_ function: LossFunction, weighting: LossWeighting) {
        self.function = function
        self.weighting = weighting
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

    /// Learns the weights from the last evaluation, which was at this point.
    func learn(at point: UnsafePointer<Double>) { weighting.learn(from: parts, at: point) }
}
