public import Expressions
public import Settings

/// How the configurations of a sweep are chosen.
public enum SweepMethod: String, Hashable, Sendable, CaseIterable {
    case grid
    case random
}

/// Safety nets around a trial; none enters its identity.
public struct Limits: Hashable, Sendable {
    /// Wall-clock seconds of one attempt; nil for no limit.
    public var seconds: Double?
    /// Memory of one attempt; nil for a fair share of the machine.
    public var memoryBytes: Int?
    /// Further attempts after an end that the trial caused itself.
    public var retries: Int

    public init(seconds: Double? = nil, memoryBytes: Int? = nil, retries: Int = 2) {
        self.seconds = seconds
        self.memoryBytes = memoryBytes
        self.retries = retries
    }
}

/// The question: which configurations are to be tried on which problem, and how often.
public struct Sweep: Hashable, Sendable {
    public var name: String
    public var description: String
    /// The comment at the head of the file: what the sweep asks.
    public var question: String
    /// The problem file's path as written, relative to the sweep file.
    public var problemPath: String
    public var method: SweepMethod
    public var seed: UInt64
    public var replicates: Int
    /// What the best get once all have ended; nil where that is the end.
    public var focus: Focus?
    /// Configurations at most, the listed ones among them; of a random sweep exactly as many.
    public var runCap: Int?
    /// In the order written; the last varies fastest.
    public var axes: [Axis]
    /// Known points listed beside the axes; each names what differs from the sweep's constants
    /// and the defaults.
    public var configurations: [[String: SettingValue]]
    /// Conditions that every configuration meets.
    public var requirements: [Condition]
    public var limits: Limits

    public init(
        name: String, description: String = "", question: String = "", problemPath: String,
        method: SweepMethod, seed: UInt64 = 0, replicates: Int = 1, focus: Focus? = nil,
        runCap: Int? = nil, axes: [Axis], configurations: [[String: SettingValue]] = [],
        requirements: [Condition] = [], limits: Limits = Limits()
    ) {
        self.name = name
        self.description = description
        self.question = question
        self.problemPath = problemPath
        self.method = method
        self.seed = seed
        self.replicates = replicates
        self.focus = focus
        self.runCap = runCap
        self.axes = axes
        self.configurations = configurations
        self.requirements = requirements
        self.limits = limits
    }
}

extension Sweep {
    /// The settings that may differ between configurations: of axes with several values or a
    /// condition, and of listed configurations.
    public var variedSettings: Set<String> {
        let varied = axes.filter { axis in
            if case .values(let values, _) = axis.domain, axis.condition == nil {
                return values.count > 1
            }
            return true
        }
        return Set(varied.map(\.setting)).union(configurations.flatMap(\.keys))
    }
}
