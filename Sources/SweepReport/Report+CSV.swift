import ReportDocument
import Settings
import SweepModel

extension Report {
    /// A row a configuration in rank order: its statistics, then all settings in force.
    ///
    /// Numbers have all their digits; what is unknown or infinite is empty, as NULL is in SQL.
    public var csv: String {
        var titles = [
            "rank", "configuration", "replicates", "ended", "succeeded", "within_tolerance",
            "ranked_by", yardstick.rawValue, "lowest", "highest",
        ]
        if yardstick == .recoveryError { titles.append("loss_holdout") }
        titles += sweep.unknowns.map { "relative_error_\($0.name)" }
        titles += ["excess_error", "largest_excess_error", "cpu_seconds", "peak_memory_bytes"]
        titles += SettingsSchema.all.map(\.name)
        return CSV.line(titles) + configurations.map { CSV.line(csvRow($0)) }.joined()
    }

    private func csvRow(_ summary: ConfigurationSummary) -> [String] {
        var cells = [
            summary.rank.map(String.init) ?? "", summary.configuration.id.text,
            "\(summary.trials.count)", "\(summary.ended)", "\(summary.succeeded)",
            summary.recovered.map(String.init) ?? "", yardstick.rawValue,
            number(summary.score), number(summary.spread?.lowerBound),
            number(summary.spread?.upperBound),
        ]
        if yardstick == .recoveryError { cells.append(number(summary.holdoutLoss)) }
        cells += summary.relativeErrors.map(number)
        cells += [number(summary.excess?.median), number(summary.excess?.range.upperBound)]
        cells += [number(summary.cpuSeconds), summary.peakMemoryBytes.map(String.init) ?? ""]
        cells += SettingsSchema.all.map { summary.configuration.settings[$0.name].text }
        return cells
    }

    /// All digits of a finite number.
    func number(_ value: Double?) -> String {
        value.flatMap { $0.isFinite ? $0.description : nil } ?? ""
    }
}
