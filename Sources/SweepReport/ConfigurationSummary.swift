public import Statistics
public import SweepModel

/// The trials of one configuration together, with its place among the others.
@dynamicMemberLookup
public struct ConfigurationSummary: Sendable {
    /// From 1; nil while a replicate has not ended.
    public internal(set) var rank: Int?
    /// Shared by all copies: there may be a hundred thousand, in several orders.
    let statistics: ConfigurationStatistics

    init(_ statistics: ConfigurationStatistics) { self.statistics = statistics }

    public subscript<Value>(dynamicMember path: KeyPath<ConfigurationStatistics, Value>) -> Value {
        statistics[keyPath: path]
    }
}

/// What the trials of one configuration say together.
public final class ConfigurationStatistics: Sendable {
    public let configuration: Configuration
    /// By replicate.
    public let trials: [TrialRecord]
    /// Upper median of the scores over all replicates, a failed one infinite; nil while one has
    /// not ended.
    public let score: Double?
    /// Of that median; nil while a replicate has not ended.
    public let interval: MedianInterval?
    /// Smallest and largest score of the replicates that succeeded; nil where none did.
    public let spread: ClosedRange<Double>?
    /// Replicates with every unknown within the tolerance; nil without a known truth.
    public let recovered: Int?
    /// By unknown: the relative error, estimate/truth − 1, whose magnitude is the upper median
    /// over the replicates that succeeded; nil where there is none.
    public let relativeErrors: [Double?]
    /// Upper medians over the replicates that succeeded.
    public let dataLoss: Double?
    public let holdoutLoss: Double?
    /// Upper median over the attempts that count.
    public let cpuSeconds: Double?
    public let peakMemoryBytes: Int?
    /// Against classical fits of the same data; nil where not all of them are known.
    public let excess: ExcessErrors?

    /// - Precondition: `trials` is not empty, and all are of one configuration.
    /// - Parameters:
    ///   - baselines: The classical fits by replicate.
    ///   - ranks: Of as many values as there are trials.
    init(
        trials: [TrialRecord], sweep: SweepRecord, yardstick: Yardstick, tolerance: Double,
        baselines: [Int: BaselineRecord], ranks: MedianRanks
    ) {
        configuration = trials[0].configuration
        self.trials = trials.sorted { $0.replicate < $1.replicate }
        let succeeded = trials.filter { $0.status == .succeeded }
        let scores = trials.map(yardstick.score)
        let isComplete = trials.allSatisfy(\.status.isFinal)
        score = isComplete ? upperMedian(scores) : nil
        interval = isComplete ? ranks.interval(of: scores) : nil
        let finite = scores.filter(\.isFinite)
        spread = finite.min().map { $0...finite.max()! }
        recovered =
            yardstick == .recoveryError
            ? scores.filter { $0 <= tolerance }.count : nil
        relativeErrors = sweep.unknowns.map { unknown in
            guard let truth = unknown.truth else { return nil }
            return upperMedianByMagnitude(
                succeeded.compactMap { trial in
                    trial.estimate(of: unknown.name).map {
                        $0 / truth - 1
                    }
                })
        }
        dataLoss = upperMedian(succeeded.compactMap(\.losses?.data))
        holdoutLoss = upperMedian(succeeded.compactMap(\.losses?.holdout))
        cpuSeconds = upperMedian(trials.compactMap(\.cost?.cpuSeconds))
        peakMemoryBytes = trials.compactMap(\.cost?.peakMemoryBytes).max()
        excess = ExcessErrors(of: trials, against: baselines)
    }

    /// Whether the plan was focused on it: it has more replicates than most.
    var isFocused: Bool { trials.contains { $0.stage == .focus } }

    public var succeeded: Int { trials.filter { $0.status == .succeeded }.count }

    public var ended: Int { trials.filter(\.status.isFinal).count }
}

extension ConfigurationSummary {
    /// Best first: those that the plan was focused on before the others, by score, then by id;
    /// those that have not ended come last.
    static func ranked(_ summaries: [ConfigurationSummary]) -> [ConfigurationSummary] {
        // Places are sorted, as summaries are large and may be a hundred thousand.
        let places = summaries.indices.sorted { left, right in
            switch (summaries[left].score, summaries[right].score) {
            case (.some, .some)
            where summaries[left].isFocused != summaries[right].isFocused:
                summaries[left].isFocused
            case (let first?, let second?) where first != second: first < second
            case (.some, nil): true
            case (nil, .some): false
            default: summaries[left].configuration.id < summaries[right].configuration.id
            }
        }
        var sorted = places.map { summaries[$0] }
        for place in sorted.indices where sorted[place].score != nil {
            sorted[place].rank = place + 1
        }
        return sorted
    }
}
