public import SweepModel

/// What one trial says of the concentrations over time, beside the truth and the data.
public struct ConcentrationProfiles: Hashable, Sendable {
    /// Where a curve comes from.
    public enum Source: String, CaseIterable, Hashable, Sendable {
        case truth = "the truth"
        case network = "the network"
        case solution = "the equations at its estimates"
        case leastSquares = "the equations at least squares"
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

    public struct Observable: Hashable, Sendable {
        public var name: String
        /// A value a time; a source that is not known has none.
        public var curves: [Source: [Double]]
        /// By rising time, without what is only known to lie below a limit.
        public var data: [Measurement]

        public init(name: String, curves: [Source: [Double]], data: [Measurement]) {
            self.name = name
            self.curves = curves
            self.data = data
        }
    }

    public var trial: TrialRecord
    /// In which times are given, where the problem says.
    public var timeUnit: String?
    /// Rising, equally far apart, from the start to the end of the problem's window.
    public var times: [Double]
    /// In the problem's order.
    public var observables: [Observable]
    /// The root mean square of the trained data's distance from the solution at the trial's
    /// estimates, in standard deviations where the noise is known, else in units of each column's
    /// largest value; nil where the equations cannot be solved.
    public var misfit: Double?
    /// Whether the noise is known.
    public var isMisfitStandardized: Bool

    public init(
        trial: TrialRecord, timeUnit: String?, times: [Double], observables: [Observable],
        misfit: Double?, isMisfitStandardized: Bool
    ) {
        self.trial = trial
        self.timeUnit = timeUnit
        self.times = times
        self.observables = observables
        self.misfit = misfit
        self.isMisfitStandardized = isMisfitStandardized
    }
}

extension Report {
    /// The trials of the best configuration that succeeded, those first whose score is nearest to
    /// the configuration's; none while there is no best one.
    public var typicalTrials: [TrialRecord] {
        guard let best = configurations.first, best.rank == 1, let score = best.score,
            score.isFinite
        else { return [] }
        return best.trials.filter { $0.status == .succeeded }.sorted { left, right in
            let distances = [left, right].map { abs(yardstick.score(of: $0) - score) }
            return (distances[0], left.replicate) < (distances[1], right.replicate)
        }
    }
}
