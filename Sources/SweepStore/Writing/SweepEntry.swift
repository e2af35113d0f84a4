public import SweepModel

/// All that the store needs of a sweep to run, resume and report it without any other file.
public struct SweepEntry: Sendable {
    public var sweep: Sweep
    public var plan: Plan
    public var problem: ProblemRecord
    /// The sweep file, the problem file and, where data were measured, their table.
    public var documents: [StoredDocument]
    /// The version of Titrate that planned it.
    public var version: String

    public init(
        sweep: Sweep, plan: Plan, problem: ProblemRecord, documents: [StoredDocument],
        version: String
    ) {
        self.sweep = sweep
        self.plan = plan
        self.problem = problem
        self.documents = documents
        self.version = version
    }
}

/// A problem as the store keeps it.
public struct ProblemRecord: Hashable, Sendable {
    public var digest: String
    public var name: String
    public var title: String
    /// In the problem's order.
    public var unknowns: [UnknownRecord]

    public init(digest: String, name: String, title: String, unknowns: [UnknownRecord]) {
        self.digest = digest
        self.name = name
        self.title = title
        self.unknowns = unknowns
    }

    /// Whether every unknown's truth is known, so that configurations rank by recovery error.
    public var hasTruth: Bool { unknowns.allSatisfy { $0.truth != nil } }
}

/// A file of a sweep, byte for byte.
public struct StoredDocument: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case sweep
        case problem
        /// The table of measured data.
        case data
    }

    public var role: Role
    /// The path as it was written: on the command line, in the sweep file, in the problem file.
    public var path: String
    public var content: [UInt8]

    public init(role: Role, path: String, content: [UInt8]) {
        self.role = role
        self.path = path
        self.content = content
    }
}

/// What the store did with a sweep that was handed in.
public struct SweepReceipt: Hashable, Sendable {
    /// False where the store had a sweep of this name, which then goes on.
    public var isNew: Bool
    public var trials: Int
    /// Trials that the sweep did not have and that need no run, since another sweep finished them.
    public var shared: Int
    /// How the plan differs from the one that the store had; nil where it does not.
    public var change: PlanDifference?

    public init(isNew: Bool, trials: Int, shared: Int, change: PlanDifference? = nil) {
        self.isNew = isNew
        self.trials = trials
        self.shared = shared
        self.change = change
    }
}

/// How a plan differs from the one that the store has under the same name, in trials.
public struct PlanDifference: Hashable, Sendable {
    /// In the new plan only.
    public var new: Int
    /// In both.
    public var kept: Int
    /// In the store's plan only.
    public var gone: Int

    public init(new: Int, kept: Int, gone: Int) {
        self.new = new
        self.kept = kept
        self.gone = gone
    }

    /// The difference in one line: `+12 new, 40 kept, 6 no longer in the plan`.
    public var text: String { "+\(new) new, \(kept) kept, \(gone) no longer in the plan" }
}
