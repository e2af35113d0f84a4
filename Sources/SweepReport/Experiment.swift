import Draws
import Settings
import Statistics
import SweepModel

/// The experiment that a sweep is: varying settings are its factors, ranked configurations its runs.
struct Experiment {
    /// A setting with its values, or ranges of values.
    struct Factor {
        let setting: SettingDefinition
        /// By level; a dash where the setting has no effect.
        let labels: [String]
    }

    /// Errors of a level relative to all, as a factor, with an interval over the replicates.
    struct Effect {
        let factor: Double
        let interval: MedianInterval
    }

    let summaries: [ConfigurationSummary]
    let factors: [Factor]
    /// Levels are values, or ranges of values where there are many.
    let design: Design
    /// Every value a level.
    private let values: Design
    /// By factor, by level of `values`.
    private let valueLabels: [[String]]
    /// Replicates that all configurations have.
    let replicates: Int
    /// By factor, by level.
    let effects: [[Effect]]
    /// By run: the mean over the replicates.
    let response: [Double]

    /// A failed replicate counts as this many times the largest error of a success.
    static let failureFactor = 10.0
    /// Errors below it count as it: an error of 0 has no logarithm.
    private static let smallestError = 1e-12

    /// - Returns: nil unless some setting varies and some replicate is in two configurations or
    ///   more.
    init?(_ ranked: [ConfigurationSummary], varying: [SettingDefinition], yardstick: Yardstick) {
        let rows = ranked.map { $0.statistics.scores(yardstick) }
        let replicates = (rows.first?.indices ?? 0..<0).filter { replicate in
            rows.allSatisfy { replicate < $0.count && $0[replicate] != nil }
        }
        let largest = rows.joined().compactMap { $0 }.filter(\.isFinite).max()
        guard ranked.count > 1, !varying.isEmpty, !replicates.isEmpty, let largest else {
            return nil
        }
        let levels = varying.map { SettingLevels($0, ranked) }
        summaries = ranked
        factors = zip(varying, levels).map { Factor(setting: $0, labels: $1.labels) }
        design = Design(
            levelCounts: levels.map(\.labels.count), levels: levels.map(\.levels),
            runs: ranked.count)
        values = Design(
            levelCounts: levels.map(\.valueLabels.count), levels: levels.map(\.values),
            runs: ranked.count)
        valueLabels = levels.map(\.valueLabels)
        let failure = largest * Experiment.failureFactor
        let responses = replicates.map { replicate in
            rows.map { row in
                let error = row[replicate]!.isFinite ? row[replicate]! : failure
                return Portable.log(max(error, Experiment.smallestError)) * Experiment.perDecade
            }
        }
        response = ranked.indices.map { run in
            responses.reduce(0) { $0 + $1[run] } / Double(responses.count)
        }
        self.replicates = responses.count
        effects = Experiment.effects(design, responses)
    }

    /// 1/ln 10
    private static let perDecade = 0.43429448190325182765
    /// ln 10
    private static let decade = 2.30258509299404568402

    static func error(_ decades: Double) -> Double { Portable.exp(decades * decade) }

    /// By factor, by level.
    private static func effects(_ design: Design, _ responses: [[Double]]) -> [[Effect]] {
        let fits = responses.map { MainEffects(design, response: $0).effects }
        let ranks = MedianRanks(count: fits.count)
        return design.levelCounts.indices.map { factor in
            (0..<design.levelCounts[factor]).map { level in
                let decades = fits.map { $0[factor][level] }
                return Effect(
                    factor: error(upperMedian(decades)!),
                    interval: ranks.interval(of: decades.map(error)))
            }
        }
    }

    /// The level of a factor with the smallest error.
    func bestLevel(of factor: Int) -> Int {
        let effects = effects[factor]
        return effects.indices.min { effects[$0].factor < effects[$1].factor }!
    }

    func worstLevel(of factor: Int) -> Int {
        let effects = effects[factor]
        return effects.indices.max { effects[$0].factor < effects[$1].factor }!
    }

    /// Whether any two configurations differ in their error.
    var hasDifferences: Bool { response.contains { $0 != response.first } }

    /// Nil where there are no differences, or too few runs that are no grid to lay them to a factor.
    func importance(seed: UInt64) -> Importance? {
        Importance(design, response: response, seed: seed)
    }

    /// By level of the first factor, by level of the second: the error of the runs with both, by the
    /// mean of its logarithm; nil where there is no run.
    func errors(of first: Int, and second: Int) -> [[Double?]] {
        let (rows, columns) = (design.levelCounts[first], design.levelCounts[second])
        var sums = Array(repeating: (sum: 0.0, count: 0.0), count: rows * columns)
        for run in 0..<design.runs {
            let cell = design.levels[first][run] * columns + design.levels[second][run]
            sums[cell].sum += response[run]
            sums[cell].count += 1
        }
        return (0..<rows).map { row in
            sums[row * columns..<(row + 1) * columns].map {
                $0.count > 0 ? Experiment.error($0.sum / $0.count) : nil
            }
        }
    }

    /// A change of one setting's value over all pairs of configurations that differ in nothing else.
    struct Change {
        let factor: Int
        let from: String
        let to: String
        let pairs: MatchedPairs
    }

    /// By setting, the changes of each other value to the one with the smallest main effect.
    func changes() -> [Change] {
        guard let pairs = Design.Pairs(values) else { return [] }
        return factors.indices.flatMap { factor -> [Change] in
            // Ranges of values have no pairs to speak of.
            guard valueLabels[factor] == factors[factor].labels else { return [] }
            let best = bestLevel(of: factor)
            return valueLabels[factor].indices.filter { $0 != best }.compactMap { level in
                let runs = pairs.matching(factor: factor, from: level, to: best)
                return MatchedPairs(
                    runs.map { (summaries[$0.from].score!, summaries[$0.to].score!) }
                ).map {
                    Change(
                        factor: factor, from: valueLabels[factor][level],
                        to: valueLabels[factor][best], pairs: $0)
                }
            }
        }
    }
}

/// The values of a setting over configurations, as levels of a factor.
private struct SettingLevels {
    /// By configuration.
    let levels: [Int]
    let labels: [String]
    let values: [Int]
    let valueLabels: [String]

    init(_ setting: SettingDefinition, _ summaries: [ConfigurationSummary]) {
        let found = summaries.map { summary in
            setting.hasEffect(summary.configuration.settings)
                ? summary.configuration.settings[setting] : nil
        }
        let distinct = Set(found.compactMap { $0 }).sorted(by: SettingValue.isBefore)
        let places = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
        let hasNone = found.contains { $0 == nil }
        values = found.map { $0.map { places[$0]! } ?? distinct.count }
        valueLabels = distinct.map(\.brief) + (hasNone ? [Figures.none] : [])
        let ranges = AxisEffects.ranges(distinct)
        let rangeOfPlace = ranges.enumerated().flatMap { range, places in places.map { _ in range }
        }
        levels = values.map { $0 < distinct.count ? rangeOfPlace[$0] : ranges.count }
        labels = ranges.map { AxisEffects.label(distinct[$0]) } + (hasNone ? [Figures.none] : [])
    }
}
