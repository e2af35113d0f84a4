import ReportDocument
import Settings
import SweepModel

extension Report {
    /// Lines that a reader can still follow.
    private static let shownLines = 20
    /// Axes that fit a page beside the scores.
    private static let shownAxes = 8
    /// Values beyond which a setting's axis is one of numbers.
    private static let valueLimit = 8

    /// The settings of the best configurations side by side.
    var parallelFigure: Figure? {
        let best = Array(ranked.prefix(Report.shownLines))
        let shown = settingsByEffect.prefix(Report.shownAxes).map(\.setting)
        guard best.count > 1, !shown.isEmpty else { return nil }
        let axes = shown.map { SettingAxis($0, best) }
        let scores = Scale(.logarithmic, of: best.compactMap(axisScore))
        let lines = best.enumerated().map { place, summary in
            ParallelCoordinates.Line(
                "rank \(place + 1): \(settings.phrase(summary.configuration.settings)),"
                    + " \(yardstick.text(summary.score))",
                shares: axes.map { $0.share(summary.configuration.settings) }
                    + [axisScore(summary).map(scores.share)],
                isBest: place == 0)
        }
        let chart = ParallelCoordinates(
            axes: axes.map(\.axis)
                + [.init(yardstick == .recoveryError ? "error, %" : "loss", scores)],
            lines: lines)
        return Figure(
            id: "best-configurations", title: "What the best \(best.count) have in common",
            description: """
                A line a configuration through its settings to its median \(yardstick.noun); the \
                thick one is the best. Where all lines meet in one value, the best agree on it.
                """,
            drawing: chart.drawing, table: parallelTable(best, shown),
            query: query + " LIMIT \(best.count)")
    }

    private func parallelTable(
        _ best: [ConfigurationSummary], _ shown: [SettingDefinition]
    ) -> Table {
        var columns: [Table.Column] = [.init("rank", .right)]
        columns += shown.map { .init($0.name, .right) }
        columns += [.init("median \(yardstick.noun)", .right), .init("configuration")]
        return Table(
            caption: "The best configurations.", columns: columns,
            rows: best.map { summary in
                [Table.Cell(Text(summary.rank.map(String.init) ?? Figures.none))]
                    + shown.map {
                        .init(Text($0.text(in: summary.configuration.settings) ?? Figures.none))
                    } + [cell(summary.score), .init(code: summary.configuration.id.text)]
            })
    }

    /// The axis of a setting, and where a configuration crosses it.
    private struct SettingAxis {
        let definition: SettingDefinition
        let axis: ParallelCoordinates.Axis
        private let places: [SettingValue: Double]
        private let scale: Scale?

        init(_ definition: SettingDefinition, _ summaries: [ConfigurationSummary]) {
            self.definition = definition
            let settings = summaries.map(\.configuration.settings).filter(definition.hasEffect)
            let values = Set(settings.map { $0[definition.name] }).sorted(by: SettingValue.isBefore)
            let numbers = values.compactMap(\.number)
            if values.count > Report.valueLimit, numbers.count == values.count {
                let isWide = numbers[0] > 0 && numbers.last! / numbers[0] > 20
                let scale = Scale(isWide ? .logarithmic : .linear, of: numbers)
                self.scale = scale
                places = [:]
                axis = .init(definition.name, scale)
            } else {
                scale = nil
                axis = .init(definition.name, values: values.map(\.brief))
                places = Dictionary(uniqueKeysWithValues: zip(values, axis.ticks.map(\.share)))
            }
        }

        func share(_ settings: TrialSettings) -> Double? {
            guard definition.hasEffect(settings) else { return nil }
            let value = settings[definition.name]
            return scale.flatMap { scale in value.number.map(scale.share) } ?? places[value]
        }
    }
}

extension SettingValue {
    /// The value of a number.
    fileprivate var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }
}
