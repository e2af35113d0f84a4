/// Why a trial is in its sweep.
public enum TrialStage: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// The plan has it: every configuration has the same replicates.
    case plan = 0
    /// Its configuration was among the best of the plan and got further replicates.
    case focus = 1
    /// Its configuration had been chosen, and these seeds had no part in the choice.
    case confirmation = 2

    /// The stage in a word, as the views have it.
    public var noun: String {
        switch self {
        case .plan: "plan"
        case .focus: "focus"
        case .confirmation: "confirmation"
        }
    }

    public static func < (left: TrialStage, right: TrialStage) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Further replicates for the configurations that rank first once the plan has ended.
public struct Focus: Hashable, Sendable {
    /// Replicates in all, those of the plan among them.
    public var replicates: Int
    /// How many configurations get them.
    public var top: Int

    public init(replicates: Int, top: Int) {
        self.replicates = replicates
        self.top = top
    }
}

/// Trials that a sweep gets once others of it have ended.
public enum PlanExtension: Hashable, Sendable {
    case focus(Focus)
    /// The configurations that rank first get replicates whose results the ranking never sees: the
    /// best of many is partly lucky, and only fresh seeds tell how much.
    case confirmation(top: Int, replicates: Int)

    public var stage: TrialStage {
        switch self {
        case .focus: .focus
        case .confirmation: .confirmation
        }
    }

    /// How many configurations are extended, at most.
    public var top: Int {
        switch self {
        case .focus(let focus): focus.top
        case .confirmation(let top, _): top
        }
    }
}
