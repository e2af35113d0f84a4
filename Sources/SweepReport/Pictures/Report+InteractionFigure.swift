import ReportDocument
import Settings
import Statistics
import SweepModel

extension Report {
    /// Settings whose pairs are shown: four make six pairs.
    private static let pairedSettings = 4

    /// The medians by pairs of the settings that differ most.
    var interactionFigure: Figure? {
        let effects = settingsByEffect.prefix(Report.pairedSettings).filter {
            $0.levels.count > 1
        }
        guard effects.count > 1, ranked.count > 3 else { return nil }
        var pairs: [PairedLevels] = []
        for (place, first) in effects.enumerated() {
            for second in effects[(place + 1)...] { pairs.append(PairedLevels(first, second)) }
        }
        let medians = pairs.flatMap { $0.medians.flatMap { $0.compactMap { $0 } } }
        let scale = Scale(.logarithmic, of: medians.filter(\.isFinite))
        let maps = pairs.map { map($0, scale).drawing }
        return Figure(
            id: "interactions", title: "Two settings at a time",
            description: """
                The median over all configurations with both values; the darker, the better. Where \
                a column's best row differs from another's, the two settings matter together.
                """,
            drawing: .flowed(maps, width: Drawing.chartWidth, gap: 36), table: table(pairs),
            query: interactionQuery(pairs[0]))
    }

    private func map(_ pair: PairedLevels, _ scale: Scale) -> HeatMap {
        HeatMap(
            x: (pair.second.setting.name, pair.second.levels.map(\.label)),
            y: (pair.first.setting.name, pair.first.levels.map(\.label)),
            rows: pair.medians.map { row in
                row.map { median in
                    median.map {
                        HeatMap.Cell(
                            yardstick.text($0), shade: $0.isFinite ? 1 - scale.share($0) : 0)
                    }
                }
            })
    }

    private func table(_ pairs: [PairedLevels]) -> Table {
        var table = Table(
            caption: "The median over all configurations with both values.",
            columns: [
                .init("setting"), .init("value", .right), .init("and"), .init("value", .right),
                .init("median", .right),
            ])
        for pair in pairs {
            for (first, row) in zip(pair.first.levels, pair.medians) {
                for (second, median) in zip(pair.second.levels, row) {
                    table.append([
                        .init(Text(pair.first.setting.name)), .init(Text(first.label)),
                        .init(Text(pair.second.setting.name)), .init(Text(second.label)),
                        cell(median),
                    ])
                }
            }
        }
        return table
    }

    private func interactionQuery(_ pair: PairedLevels) -> String {
        "SELECT json_extract(config, '$.\(pair.first.setting.name)') AS first,"
            + " json_extract(config, '$.\(pair.second.setting.name)') AS second,"
            + " count(*) AS configurations, min(\(yardstick.rawValue)) AS best"
            + " FROM ranking WHERE sweep = \(Report.quoted(sweep.name)) GROUP BY first, second"
    }
}

/// The median score of the configurations with a value of one setting and a value of another.
private struct PairedLevels {
    let first: AxisEffects
    let second: AxisEffects
    /// By level of the first, then of the second; nil where no configuration has both.
    let medians: [[Double?]]

    init(_ first: AxisEffects, _ second: AxisEffects) {
        self.first = first
        self.second = second
        var columns: [ConfigurationID: Int] = [:]
        for (place, level) in second.levels.enumerated() {
            for summary in level.summaries { columns[summary.configuration.id] = place }
        }
        medians = first.levels.map { level in
            var scores: [[Double]] = Array(repeating: [], count: second.levels.count)
            for summary in level.summaries {
                guard let place = columns[summary.configuration.id], let score = summary.score
                else { continue }
                scores[place].append(score)
            }
            return scores.map(upperMedian)
        }
    }
}
