import ReportDocument
import Settings
import Statistics
import SweepModel

extension Yardstick {
    /// The title of an axis of scores, with its unit.
    var axisTitle: String {
        self == .recoveryError ? "median recovery error, %" : "median held-out loss"
    }

    /// A score in the unit of the axis.
    func axisValue(_ score: Double) -> Double {
        self == .recoveryError ? score * 100 : score
    }
}

extension Report {
    /// Configurations with a rank and a finite score, best first.
    var ranked: [ConfigurationSummary] {
        configurations.filter { $0.rank != nil && $0.score?.isFinite == true }
    }

    /// An axis of scores: over several powers of ten in most sweeps.
    var scoreAxis: XYChart.Axis { .init(yardstick.axisTitle, .logarithmic) }

    /// A configuration's score on that axis; a perfect one lies at its end.
    func axisScore(_ summary: ConfigurationSummary) -> Double? {
        summary.score.flatMap { $0.isFinite ? yardstick.axisValue($0) : nil }
    }

    /// A string of SQL: a quote is doubled inside quotes.
    static func quoted(_ words: String) -> String {
        "'" + words.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            + "'"
    }

    /// The settings that differ, those first whose values differ most in their medians.
    var settingsByEffect: [AxisEffects] {
        let effects = settings.varying.map { AxisEffects($0, configurations) }
        return effects.enumerated().sorted {
            ($1.element.contrast, $0.offset) < ($0.element.contrast, $1.offset)
        }
        .map(\.element)
    }
}

extension AxisEffects {
    /// The largest median of a value over the smallest.
    var contrast: Double {
        let medians = levels.compactMap { upperMedian($0.scores) }
        guard let low = medians.min(), let high = medians.max(), medians.count > 1 else { return 0 }
        return low > 0 ? high / low : high > 0 ? .infinity : 1
    }
}
