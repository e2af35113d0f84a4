import ReportDocument
import Settings
import Statistics
import SweepModel

extension Report {
    /// Settings beyond which the pictures of the axes end.
    static let shownSettings = 12

    /// The spread of the configurations by value of each setting.
    var axisFigure: Figure? {
        let effects = settingsByEffect.prefix(Report.shownSettings)
        guard !effects.isEmpty, ranked.count > 1 else { return nil }
        let chart = CategoryChart(
            y: scoreAxis,
            panels: effects.map { effect in
                .init(effect.setting.name, effect.levels.map(category))
            })
        let hidden = settings.varying.count - effects.count
        let rest =
            hidden > 0 ? " \(Figures.count(hidden, "setting")) with less contrast left out." : ""
        return Figure(
            id: "error-by-axis",
            title: yardstick == .recoveryError
                ? "Recovery error by setting" : "Held-out loss by setting",
            description: """
                A dot a configuration, lower is better; of more than \(CategoryChart.dotLimit) a \
                box from the lower to the upper quartile, its whiskers to the 5th and 95th \
                percentile. The thick line is the median, failed configurations counting as \
                infinite. Settings stand in the order of their contrast.\(rest)
                """,
            drawing: chart.drawing, table: axisTable(Array(effects)), query: axisQuery)
    }

    private func category(_ level: AxisEffects.Level) -> CategoryChart.Category {
        let values = level.scores.filter(\.isFinite).map(yardstick.axisValue)
        let failed = level.scores.count - values.count
        return .init(
            level.label, values, level: upperMedian(level.scores).map(yardstick.axisValue),
            note: failed > 0 ? "\(failed) failed" : "")
    }

    private func axisTable(_ effects: [AxisEffects]) -> Table {
        var table = Table(
            caption: "The spread of the configurations by value of a setting.",
            columns: [
                .init("setting"), .init("value", .right), .init("configurations", .right),
                .init("failed", .right), .init("best", .right), .init("lower quartile", .right),
                .init("median", .right), .init("upper quartile", .right), .init("worst", .right),
            ])
        for effect in effects {
            for level in effect.levels {
                let scores = level.scores.sorted()
                let places = [0, scores.count / 4, scores.count / 2, scores.count * 3 / 4]
                let failed = scores.filter { !$0.isFinite }.count
                table.append(
                    [
                        .init(Text(effect.setting.name)), .init(Text(level.label)),
                        "\(level.summaries.count)", "\(failed)",
                    ]
                        + (places + [scores.count - 1]).map { place in
                            cell(scores.indices.contains(place) ? scores[place] : nil)
                        })
            }
        }
        return table
    }

    private var axisQuery: String? {
        guard let first = settingsByEffect.first?.setting.name else { return nil }
        return "SELECT json_extract(config, '$.\(first)') AS value, count(*) AS configurations,"
            + " min(\(yardstick.rawValue)) AS best, max(\(yardstick.rawValue)) AS worst"
            + " FROM ranking WHERE sweep = \(Report.quoted(sweep.name)) GROUP BY value"
    }
}
