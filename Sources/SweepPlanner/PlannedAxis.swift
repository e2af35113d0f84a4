import Expressions
import Settings
import SweepModel

/// One axis, checked: its values in the setting's own type.
///
/// A class, since a planner would copy the fields for each of millions of points.
final class PlannedAxis: Sendable {
    enum Choices {
        /// Listed values with their probabilities, empty where all are equally likely.
        case listed([SettingValue], probabilities: [Double])
        case integers(ClosedRange<Int>)
        case distribution(Distribution)
    }

    let definition: SettingDefinition
    /// Names the axis in the paths of its draws, by its setting alone.
    let number: UInt64
    let choices: Choices
    let condition: Condition?

    init(_ axis: Axis) throws(PlanFault) {
        guard let definition = SettingsSchema.definition(of: axis.setting) else {
            throw .unknownSetting(axis.setting)
        }
        self.definition = definition
        number = PlannedAxis.number(of: definition.name)
        condition = axis.condition
        switch axis.domain {
        case .values(let values, let probabilities):
            let resolved = try PlannedAxis.resolved(values, definition)
            try PlannedAxis.check(probabilities, of: resolved, definition)
            choices = .listed(resolved, probabilities: probabilities ?? [])
        case .integers(let range):
            for end in [range.lowerBound, range.upperBound] {
                _ = try PlannedAxis.resolved(.integer(end), definition)
            }
            choices = .integers(range)
        case .distribution(let distribution):
            try distribution.check(for: definition)
            choices = .distribution(distribution)
        }
    }

    var setting: String { definition.name }

    /// The 64-bit FNV-1a hash of the name (Fowler, Noll and Vo): draws do not depend on the order
    /// of the axes.
    private static func number(of name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// The value of a constant: an axis of one value.
    var constant: SettingValue? {
        guard case .listed(let values, _) = choices, values.count == 1 else { return nil }
        return values[0]
    }

    /// The number of values, or nil where a grid cannot walk them.
    var count: Int? {
        switch choices {
        case .listed(let values, let probabilities): probabilities.isEmpty ? values.count : nil
        case .integers(let range):
            // One less than a count that may be beyond Int.
            (range.upperBound.subtractingReportingOverflow(range.lowerBound).partialValue &+ 1) > 0
                ? range.count : .max
        case .distribution: nil
        }
    }

    /// The number of values, whatever their probabilities; nil for a distribution.
    var placeCount: Int? {
        if case .listed(let values, _) = choices { values.count } else { count }
    }

    /// The place of a value of a finite axis; nil on a distribution.
    func place(of value: SettingValue) -> Int? {
        switch (choices, value) {
        case (.listed(let values, _), _): values.firstIndex(of: value)
        case (.integers(let range), .integer(let number)): number - range.lowerBound
        case (.integers(let range), .real(let number)): Int(number) - range.lowerBound
        default: nil
        }
    }

    /// The value at a place of a finite axis, counted from 0.
    func value(at index: Int) -> SettingValue {
        switch choices {
        case .listed(let values, _): values[index]
        case .integers(let range): whole(range.lowerBound + index)
        case .distribution: preconditionFailure("a distribution has no places")
        }
    }

    /// A whole number of the range in the setting's own type.
    func whole(_ number: Int) -> SettingValue {
        if case .real = definition.kind { .real(Double(number)) } else { .integer(number) }
    }

    private static func resolved(
        _ values: [SettingValue], _ definition: SettingDefinition
    ) throws(PlanFault) -> [SettingValue] {
        guard !values.isEmpty else { throw .noValues(definition.name) }
        var seen: Set<SettingValue> = []
        var result: [SettingValue] = []
        for value in values {
            let own = try resolved(value, definition)
            guard seen.insert(own).inserted else {
                throw .valueTwice(setting: definition.name, value)
            }
            result.append(own)
        }
        return result
    }

    private static func resolved(
        _ value: SettingValue, _ definition: SettingDefinition
    ) throws(PlanFault) -> SettingValue {
        do throws(SettingFault) {
            return try definition.resolve(value)
        } catch {
            throw .value(error)
        }
    }

    private static func check(
        _ probabilities: [Double]?, of values: [SettingValue], _ definition: SettingDefinition
    ) throws(PlanFault) {
        guard let probabilities else { return }
        let sum = probabilities.reduce(0, +)
        guard probabilities.count == values.count, probabilities.allSatisfy({ $0 >= 0 }),
            abs(sum - 1) <= 1e-6
        else {
            throw .probabilities(
                setting: definition.name, count: probabilities.count, values: values.count,
                sum: sum)
        }
    }
}
