import ReportDocument
import Settings
import SweepModel

/// What each value of a varying setting gives, all other settings as they come.
struct AxisEffects {
    /// One value of a setting, or a range of values.
    struct Level {
        let label: String
        let summaries: [ConfigurationSummary]

        var trials: Int { summaries.reduce(0) { $0 + $1.trials.count } }
        var succeeded: Int { summaries.reduce(0) { $0 + $1.succeeded } }
        var scores: [Double] { summaries.compactMap(\.score) }
    }

    let setting: SettingDefinition
    let levels: [Level]

    /// Values beyond which a numeric setting is shown in quarters.
    static let valueLimit = 8

    init(_ setting: SettingDefinition, _ summaries: [ConfigurationSummary]) {
        self.setting = setting
        let groups = Dictionary(
            grouping: summaries.filter { setting.hasEffect($0.configuration.settings) },
            by: { $0.configuration.settings[setting.name] })
        let values = groups.keys.sorted(by: SettingValue.isBefore)
        if values.count <= AxisEffects.valueLimit {
            levels = values.map { Level(label: $0.brief, summaries: groups[$0]!) }
        } else {
            levels = (0..<4).map { quarter in
                let part = values[values.count * quarter / 4..<values.count * (quarter + 1) / 4]
                return Level(
                    label: "\(part.first!.brief) – \(part.last!.brief)",
                    summaries: part.flatMap { groups[$0]! })
            }
        }
    }
}

extension SettingValue {
    /// Numbers by size, words by their letters.
    static func isBefore(_ left: SettingValue, _ right: SettingValue) -> Bool {
        switch (left, right) {
        case (.integer(let first), .integer(let second)): first < second
        case (.real(let first), .real(let second)): first < second
        default: left.text < right.text
        }
    }
}

extension Report {
    /// A table of every varying setting's values.
    var axisSection: Section? {
        guard !settings.varying.isEmpty else { return nil }
        var table = Table(
            caption: "What each value of a setting gives.",
            columns: [
                .init("setting"), .init("value", .right), .init("configurations", .right),
                .init("median of medians", .right), .init("best median", .right),
                .init("succeeded", .right),
            ])
        for setting in settings.varying {
            for level in AxisEffects(setting, configurations).levels {
                table.append([
                    .init(Text(setting.name)), .init(Text(level.label)),
                    "\(level.summaries.count)", cell(upperMedian(level.scores)),
                    cell(level.scores.min()), share(level.succeeded, of: level.trials),
                ])
            }
        }
        return Section(
            "What each value gives",
            (axisFigure.map { [.figure($0)] } ?? []) + [
                .table(table),
                .paragraph(
                    """
                    Over all configurations with the value, whatever else they have: an average \
                    over the other axes, not a controlled comparison.
                    """),
            ])
    }
}
