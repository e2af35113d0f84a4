import ReportDocument
import Settings
import SweepModel

extension Report {
    private static let failureSettings = 4

    /// How many trials failed in which way, by value of the settings where that differs most.
    var failureFigure: Figure? {
        let kinds = failures.map(\.status)
        guard !kinds.isEmpty, !settings.varying.isEmpty else { return nil }
        let effects = settings.varying.map { AxisEffects($0, configurations) }
            .enumerated().sorted {
                ($1.element.failureContrast, $0.offset) < ($0.element.failureContrast, $1.offset)
            }
            .prefix(Report.failureSettings).map(\.element)
        var rows: [BarChart.Row] = []
        var table = Table(
            caption: "Trials that failed, by value of a setting.",
            columns: [.init("setting"), .init("value", .right), .init("trials", .right)]
                + kinds.map { .init($0.words, .right) } + [.init("failed", .right)])
        for effect in effects {
            for level in effect.levels {
                let counts = kinds.map { kind in
                    level.summaries.reduce(0) { sum, summary in
                        sum + summary.trials.filter { $0.status == kind }.count
                    }
                }
                let failed = counts.reduce(0, +)
                rows.append(
                    .init(
                        "\(effect.setting.name) \(level.label)", counts,
                        note: "\(failed) of \(level.trials)"))
                table.append(
                    [
                        .init(Text(effect.setting.name)), .init(Text(level.label)),
                        "\(level.trials)",
                    ] + counts.map { "\($0)" } + [share(failed, of: level.trials)])
            }
        }
        let chart = BarChart(xTitle: "trials", parts: kinds.map(\.words), rows: rows)
        return Figure(
            id: "failures", title: "Where trials fail",
            description: "A bar a value of a setting: its trials that did not succeed, by how they"
                + " ended. The settings whose values differ most in this come first.",
            drawing: chart.drawing, table: table,
            query: "SELECT status, count(*) AS trials FROM trials"
                + " WHERE sweep = \(Report.quoted(sweep.name)) GROUP BY status")
    }
}

extension AxisEffects {
    /// The largest share of failed trials of a value less the smallest.
    fileprivate var failureContrast: Double {
        let shares = levels.map { level in
            let ended = level.summaries.reduce(0) { $0 + $1.ended }
            return Double(ended - level.succeeded) / Double(max(1, ended))
        }
        return (shares.max() ?? 0) - (shares.min() ?? 0)
    }
}
