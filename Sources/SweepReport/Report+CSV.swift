import ReportDocument
import Settings
import Statistics
import SweepModel

extension Report {
    /// A row a configuration in rank order: its statistics, then all settings in force.
    ///
    /// Numbers have all their digits; what is unknown or infinite is empty, as NULL is in SQL.
    public var csv: String {
        var titles = [
            "rank", "configuration", "replicates", "ended", "succeeded", "within_tolerance",
            "ranked_by", yardstick.rawValue, "lowest", "highest", "interval_lowest",
            "interval_highest", "interval_level", "p_worse_than_best", "standing",
        ]
        titles += ["loss_data", "loss_residual", "estimate_spread"]
        if yardstick == .recoveryError { titles.append("loss_holdout") }
        titles += sweep.unknowns.map { "relative_error_\($0.name)" }
        titles += ["excess_error", "largest_excess_error", "cpu_seconds", "peak_memory_bytes"]
        titles += SettingsSchema.all.map(\.name)
        return configurations.indices.reduce(into: CSV.line(titles)) { text, place in
            text += CSV.line(csvRow(place))
        }
    }

    private func csvRow(_ place: Int) -> [String] {
        let summary = configurations[place]
        var cells = [
            summary.rank.map(String.init) ?? "", summary.configuration.id.text,
            "\(summary.trials.count)", "\(summary.ended)", "\(summary.succeeded)",
            summary.recovered.map(String.init) ?? "", yardstick.rawValue,
            number(summary.score), number(summary.spread?.lowerBound),
            number(summary.spread?.upperBound), number(summary.interval?.lowest),
            number(summary.interval?.highest), number(summary.interval?.level),
            number(group[place].pValue), group[place].name,
        ]
        cells += [Criterion.data, .residual, .spread].map {
            number($0.value(of: summary, misfits: misfits))
        }
        if yardstick == .recoveryError { cells.append(number(summary.holdoutLoss)) }
        cells += summary.relativeErrors.map(number)
        cells += [number(summary.excess?.median), number(summary.excess?.range.upperBound)]
        cells += [number(summary.cpuSeconds), summary.peakMemoryBytes.map(String.init) ?? ""]
        cells += SettingsSchema.all.map { summary.configuration.settings[$0].text }
        return cells
    }

    /// All digits of a finite number.
    func number(_ value: Double?) -> String {
        value.flatMap { $0.isFinite ? $0.description : nil } ?? ""
    }
}
