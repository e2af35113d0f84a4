/// The weighted loss as an objective, with the parts that the last evaluation found.
struct TrainingObjective: Objective {
    let function: LossFunction
    private(set) var parts = LossParts(data: .nan, initial: .nan, residual: .nan)

    init(_ function: LossFunction) { self.function = function }

    var parameterCount: Int { function.parameterCount }

    mutating func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double {
        parts = function.evaluate(point, gradient: gradient)
        return parts.total(function.weights)
    }

    var rowCount: Int { function.rowCount }

    mutating func linearize(_ point: UnsafePointer<Double>, into rows: Linearization) {
        function.linearize(point, into: rows)
    }
}
