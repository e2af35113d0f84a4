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
        levels = AxisEffects.ranges(values).map { range in
            Level(
                label: AxisEffects.label(values[range]),
                summaries: values[range].flatMap { groups[$0]! })
        }
    }

    /// The places of sorted values that make a level: each alone, or quarters of many.
    static func ranges(_ values: [SettingValue]) -> [Range<Int>] {
        values.count <= valueLimit
            ? values.indices.map { $0..<$0 + 1 }
            : (0..<4).map { values.count * $0 / 4..<values.count * ($0 + 1) / 4 }
    }

    /// A value, or the first and the last one.
    static func label(_ values: ArraySlice<SettingValue>) -> String {
        values.count == 1
            ? values.first!.brief : "\(values.first!.brief) – \(values.last!.brief)"
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
