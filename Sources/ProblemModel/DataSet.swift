/// The data that every trial of one replicate trains on.
public struct DataSet: Hashable, Sendable {
    /// Names of observables, in the order of the columns.
    public var observed: [String]
    public var times: [Double]
    /// Row by row, a column an observable; NaN where nothing was measured.
    public var values: [Double]
    /// Rows that are never trained on.
    public var heldOut: [Bool]
    /// The standard deviation of every cell's error; none without an error model.
    public var deviations: [Double]
    /// For every cell whether its value is a limit that the measurement was below; none where no
    /// such cell is.
    public var isCensored: [Bool]

    public init(
        observed: [String], times: [Double], values: [Double], heldOut: [Bool],
        deviations: [Double] = [], isCensored: [Bool] = []
    ) {
        precondition(values.count == times.count * observed.count && heldOut.count == times.count)
        precondition(deviations.isEmpty || deviations.count == values.count)
        precondition(isCensored.isEmpty || isCensored.count == values.count)
        self.deviations = deviations
        self.isCensored = isCensored
        self.observed = observed
        self.times = times
        self.values = values
        self.heldOut = heldOut
    }
}

/// The scales that make loss terms comparable, none of which uses truth or held-out data.
public struct LossScales: Hashable, Sendable {
    /// σ_o of every observed column.
    public var observables: [Double]
    /// σ_s of every state.
    public var states: [Double]
    /// ρ_s of every state, per unit of time.
    public var rates: [Double]

    public init(observables: [Double], states: [Double], rates: [Double]) {
        self.observables = observables
        self.states = states
        self.rates = rates
    }
}
