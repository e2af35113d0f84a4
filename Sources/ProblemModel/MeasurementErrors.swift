/// How far measurements of one observable are from what they measure: independent and normal, with
/// sd² = additive² + (proportional · value)².
///
/// The value is the measured one, not the prediction, so that weights do not move in a fit.
public struct ErrorModel: Hashable, Sendable {
    /// A standard deviation in the observable's unit.
    public var additive: Double
    /// A fraction of the value.
    public var proportional: Double

    public init(additive: Double, proportional: Double) {
        self.additive = additive
        self.proportional = proportional
    }

    /// The standard deviation of a measured value.
    public func deviation(of value: Double) -> Double {
        let share = proportional * value
        return (additive * additive + share * share).squareRoot()
    }
}

/// What is known of the errors of a problem's data, a column each.
public struct MeasurementErrors: Hashable, Sendable {
    public var models: [ErrorModel]
    /// The limits of quantification: of what is below only that is known; nil for none.
    public var limits: [Double?]

    public init(models: [ErrorModel], limits: [Double?]) {
        precondition(models.count == limits.count)
        self.models = models
        self.limits = limits
    }
}
