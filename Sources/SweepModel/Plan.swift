internal import Digest
public import Settings

/// A version of the arithmetic: raised whenever the numbers of a trial change.
///
/// It enters every trial's id, so that results of different arithmetic never mix.
public let numericsVersion = 3

/// One point of the search space.
public struct Configuration: Hashable, Sendable {
    public let id: ConfigurationID
    public let settings: TrialSettings

    public init(settings: TrialSettings) {
        self.settings = settings
        self.id = ConfigurationID(settings.configurationHash)
    }

    /// A configuration whose id has been kept with it, without the work of hashing.
    ///
    /// - Precondition: `id` is that of `settings`.
    package init(settings: TrialSettings, id: ConfigurationID) {
        self.settings = settings
        self.id = id
    }
}

/// One configuration with one replicate's seeds on one problem.
public struct PlannedTrial: Hashable, Sendable {
    public let id: TrialID
    public let configuration: Configuration
    /// Counted from 0; the same replicate has the same data and network seeds everywhere.
    public let replicate: Int

    public init(
        configuration: Configuration, replicate: Int, seed: UInt64, problemDigest: String
    ) {
        let identity =
            "\(configuration.id)\n\(problemDigest)\n\(seed)\n\(replicate)\n\(numericsVersion)\n"
        self.id = TrialID(String(SHA256.hex(of: identity).prefix(16)))
        self.configuration = configuration
        self.replicate = replicate
    }
}

/// All trials of a sweep, and how the count came about.
///
/// There are `listed + expanded − excluded − merged − outOfRange` configurations.
public struct Plan: Hashable, Sendable {
    /// Distinct configurations in plan order.
    public let configurations: Configurations
    public let replicates: Int
    public let seed: UInt64
    /// Points of the axes before any were dropped: those of a grid, or the draws made.
    public let expanded: Int
    /// Points that failed a requirement.
    public let excluded: Int
    /// Points equal to an earlier one.
    public let merged: Int
    /// Draws outside the range of a setting.
    public let outOfRange: Int
    /// Configurations listed beside the axes, which come first.
    public let listed: Int

    public init(
        configurations: Configurations, replicates: Int, seed: UInt64, expanded: Int,
        excluded: Int, merged: Int, outOfRange: Int = 0, listed: Int = 0
    ) {
        self.configurations = configurations
        self.replicates = replicates
        self.seed = seed
        self.expanded = expanded
        self.excluded = excluded
        self.merged = merged
        self.outOfRange = outOfRange
        self.listed = listed
    }

    public var trialCount: Int { configurations.count * replicates }

    /// The trial at a place of the plan; replicate by replicate, so that an interrupted
    /// plan has something of every configuration.
    ///
    /// - Precondition: `index` is in [0, ``trialCount``).
    public func trial(at index: Int, problemDigest: String) -> PlannedTrial {
        PlannedTrial(
            configuration: configurations[index % configurations.count],
            replicate: index / configurations.count,
            seed: seed, problemDigest: problemDigest)
    }

    /// All trials in plan order.
    public func trials(problemDigest: String) -> some Sequence<PlannedTrial> {
        (0..<trialCount).lazy.map { trial(at: $0, problemDigest: problemDigest) }
    }
}
