public import Expressions
public import ProblemModel
public import Settings
public import SweepModel

/// What all trials of one problem and replicate share: equations, data and scales.
///
/// Made once by the coordinator, so that every trial, on every node, trains on the same bytes.
public struct PreparedProblem: Hashable, Sendable {
    public var window: TimeWindow
    /// In the problem's order; truth is left out, a trial has no use for it.
    public var unknowns: [PreparedUnknown]
    /// The system's observables are the columns of ``data``, in their order.
    public var system: CompiledSystem
    public var data: DataSet
    public var scales: LossScales

    public init(
        window: TimeWindow, unknowns: [PreparedUnknown], system: CompiledSystem, data: DataSet,
        scales: LossScales
    ) {
        self.window = window
        self.unknowns = unknowns
        self.system = system
        self.data = data
        self.scales = scales
    }
}

/// An unknown as a trial sees it.
public struct PreparedUnknown: Hashable, Sendable {
    public var name: String
    public var guess: Double
    public var isLogarithmic: Bool
    /// What a drawn guess stays within; nil for any value.
    public var bounds: ClosedRange<Double>?

    public init(
        name: String, guess: Double, isLogarithmic: Bool, bounds: ClosedRange<Double>? = nil
    ) {
        self.name = name
        self.guess = guess
        self.isLogarithmic = isLogarithmic
        self.bounds = bounds
    }
}

/// Everything that one trial needs to run, in one file.
public struct TrialSpecification: Hashable, Sendable {
    public var trial: TrialID
    public var settings: TrialSettings
    public var seed: UInt64
    public var replicate: Int
    public var problem: PreparedProblem

    public init(
        trial: TrialID, settings: TrialSettings, seed: UInt64, replicate: Int,
        problem: PreparedProblem
    ) {
        self.trial = trial
        self.settings = settings
        self.seed = seed
        self.replicate = replicate
        self.problem = problem
    }
}
