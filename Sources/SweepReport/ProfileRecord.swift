public import SweepModel

/// What a trial's network predicts over time, beside the truth and its data.
public struct ProfileRecord: Hashable, Sendable {
    public struct Observable: Hashable, Sendable {
        public var name: String
        public var unit: String?
        /// At each of the record's times.
        public var predicted: [Double]
        /// At each of the record's times; nil where the truth is not known.
        public var truth: [Double]?
        public var data: [Measurement]

        public init(
            name: String, unit: String?, predicted: [Double], truth: [Double]?,
            data: [Measurement]
        ) {
            self.name = name
            self.unit = unit
            self.predicted = predicted
            self.truth = truth
            self.data = data
        }
    }

    public struct Measurement: Hashable, Sendable {
        public var time: Double
        public var value: Double
        public var isHeldOut: Bool

        public init(time: Double, value: Double, isHeldOut: Bool) {
            self.time = time
            self.value = value
            self.isHeldOut = isHeldOut
        }
    }

    public var trial: TrialID
    /// Rising, from the start of the window to its end.
    public var times: [Double]
    public var timeUnit: String?
    public var observables: [Observable]

    public init(
        trial: TrialID, times: [Double], timeUnit: String?, observables: [Observable]
    ) {
        self.trial = trial
        self.times = times
        self.timeUnit = timeUnit
        self.observables = observables
    }
}

/// What a profile exposes a body to, by the trapezoidal rule and the largest value on its times.
struct Exposure: Hashable {
    /// Area under the curve, in the profile's unit times the time's.
    let area: Double
    /// Cmax.
    let peak: Double
    /// Tmax: when the peak is reached first.
    let peakTime: Double

    /// - Precondition: as many values as times, at least one.
    init(times: [Double], values: [Double]) {
        precondition(times.count == values.count && !times.isEmpty, "a profile without values")
        area = times.indices.dropFirst().reduce(0.0) { sum, place in
            let step = times[place] - times[place - 1]
            return sum + step * (values[place] + values[place - 1]) / 2
        }
        let top = values.indices.max { values[$0] < values[$1] }!
        peak = values[top]
        peakTime = times[values.firstIndex(of: values[top]) ?? top]
    }
}
