public import Expressions

/// A problem: ordinary differential equations, what is known of them, and data.
public struct Problem: Hashable, Sendable {
    public var name: String
    public var title: String
    public var time: TimeWindow
    public var constants: [Constant]
    public var inputs: [Input]
    public var unknowns: [Unknown]
    public var states: [State]
    public var doses: [Dose]
    /// What can be measured; the states themselves where the file names none.
    public var observables: [Observable]
    public var data: DataSource
    /// The fraction of the data rows that is never trained on, in [0, 1).
    public var holdout: Double
    /// The errors of the data's columns; nil where the file says nothing of them.
    public var errors: MeasurementErrors?

    public init(
        name: String, title: String, time: TimeWindow, constants: [Constant], inputs: [Input],
        unknowns: [Unknown], states: [State], doses: [Dose], observables: [Observable],
        data: DataSource, holdout: Double, errors: MeasurementErrors? = nil
    ) {
        self.name = name
        self.title = title
        self.time = time
        self.constants = constants
        self.inputs = inputs
        self.unknowns = unknowns
        self.states = states
        self.doses = doses
        self.observables = observables
        self.data = data
        self.holdout = holdout
        self.errors = errors
    }

    /// Whether the truth of every unknown is known, so that recovery errors exist.
    public var hasTruth: Bool { unknowns.allSatisfy { $0.truth != nil } }
}

/// The time window [start, end] of the equations.
public struct TimeWindow: Hashable, Sendable {
    public var start: Double
    public var end: Double
    public var unit: String?

    public init(start: Double, end: Double, unit: String?) {
        self.start = start
        self.end = end
        self.unit = unit
    }
}

/// A named number.
public struct Constant: Hashable, Sendable {
    public var name: String
    public var value: Double

    public init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}

/// A named expression of time, constants, unknowns and earlier inputs: an arterial concentration.
public struct Input: Hashable, Sendable {
    public var name: String
    public var value: Expression

    public init(name: String, value: Expression) {
        self.name = name
        self.value = value
    }
}

/// A parameter that is to be found.
public struct Unknown: Hashable, Sendable {
    public var name: String
    /// Known for synthetic data only.
    public var truth: Double?
    public var guess: Double
    public var bounds: ClosedRange<Double>?
    public var unit: String?

    public init(
        name: String, truth: Double?, guess: Double, bounds: ClosedRange<Double>?, unit: String?
    ) {
        self.name = name
        self.truth = truth
        self.guess = guess
        self.bounds = bounds
        self.unit = unit
    }

    /// Whether it trains in log space: the guess is positive and no bound allows less than 0.
    public var isLogarithmic: Bool { guess > 0 && (bounds?.lowerBound ?? 0) >= 0 }
}

/// A state variable and its equation.
public struct State: Hashable, Sendable {
    public var name: String
    /// An expression of constants, unknowns and inputs at the start.
    public var initial: Expression
    public var unit: String?
    /// The time derivative: an expression of time, states, constants, inputs and unknowns.
    public var rate: Expression
    /// σ_s, where the file gives it.
    public var scale: Double?
    /// ρ_s per unit of time, where the file gives it.
    public var rateScale: Double?

    public init(
        name: String, initial: Expression, unit: String?, rate: Expression, scale: Double?,
        rateScale: Double?
    ) {
        self.name = name
        self.initial = initial
        self.unit = unit
        self.rate = rate
        self.scale = scale
        self.rateScale = rateScale
    }
}

/// An amount that enters a state: at once (a bolus) or evenly over a duration (an infusion).
public struct Dose: Hashable, Sendable {
    public var into: String
    public var amount: Expression
    /// Nil for a bolus.
    public var duration: Double?
    public var start: Double
    /// The interval between repeats; nil where the dose is given once.
    public var every: Double?
    public var count: Int
    /// What the amount is divided by, usually the volume; nil for 1.
    public var per: Expression?

    public init(
        into: String, amount: Expression, duration: Double?, start: Double, every: Double?,
        count: Int, per: Expression?
    ) {
        self.into = into
        self.amount = amount
        self.duration = duration
        self.start = start
        self.every = every
        self.count = count
        self.per = per
    }

    /// When the repeats start.
    public var startTimes: [Double] { (0..<count).map { start + Double($0) * (every ?? 0) } }
}

/// A quantity that can be measured: an expression of states, time, constants and unknowns.
public struct Observable: Hashable, Sendable {
    public var name: String
    public var value: Expression

    public init(name: String, value: Expression) {
        self.name = name
        self.value = value
    }
}

/// Where the data come from.
public enum DataSource: Hashable, Sendable {
    case synthetic(SyntheticData)
    case measured(MeasuredData)
}

/// Data made from the reference solution at the truth, with noise.
public struct SyntheticData: Hashable, Sendable {
    /// When and what is measured.
    public enum Design: Hashable, Sendable {
        /// Everything at start + i·(end − start)/points for i = 1…points.
        case equalTimes(Int)
        /// What a table has values of, at its times; the values themselves are not used.
        case cells(MeasuredData)
    }

    /// Independent normal noise.
    public enum Noise: Hashable, Sendable {
        /// Its standard deviation as a fraction of the largest |noiseless value| of an observable
        /// over the data times; 0 for none.
        case relativeToMax(Double)
        /// By the noiseless value, a model an observable.
        case models([ErrorModel])
    }

    public var design: Design
    /// Names of observables.
    public var observed: [String]
    public var noise: Noise

    public init(design: Design, observed: [String], noise: Noise) {
        self.design = design
        self.observed = observed
        self.noise = noise
    }

    /// Data at equal times.
    public init(points: Int, observed: [String], noiseRelativeToMax: Double) {
        self.init(
            design: .equalTimes(points), observed: observed,
            noise: .relativeToMax(noiseRelativeToMax))
    }
}

/// Data read from a table.
public struct MeasuredData: Hashable, Sendable {
    /// The table's path as written, relative to the problem file.
    public var path: String
    /// Names of observables, a column each.
    public var observed: [String]
    /// Strictly increasing, in [start, end].
    public var times: [Double]
    /// A row a time, a column an observable; nil where nothing was measured.
    public var values: [[Double?]]
    /// The cells whose value is a limit that the measurement was below: row and column.
    public var censored: Set<TableCell>
    /// SHA-256 of the file's bytes.
    public var fileHash: String

    public init(
        path: String, observed: [String], times: [Double], values: [[Double?]],
        censored: Set<TableCell> = [], fileHash: String
    ) {
        self.path = path
        self.observed = observed
        self.times = times
        self.values = values
        self.censored = censored
        self.fileHash = fileHash
    }
}

/// A cell of a table of data, counted from 0.
public struct TableCell: Hashable, Sendable {
    public var row: Int
    public var column: Int

    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}
