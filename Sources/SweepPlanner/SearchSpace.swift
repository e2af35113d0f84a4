import Expressions
import Settings
import SweepModel

/// The axes and conditions of a sweep, checked and put in order.
struct SearchSpace {
    /// In the order written.
    let axes: [PlannedAxis]
    let requirements: [Condition]
    /// Places in ``axes``: an axis stands behind those that its `when` names.
    private let order: [Int]
    private let hasConditions: Bool

    init(_ sweep: Sweep) throws(PlanFault) {
        var axes: [PlannedAxis] = []
        var places: [String: Int] = [:]
        for axis in sweep.axes {
            guard places.updateValue(axes.count, forKey: axis.setting) == nil else {
                throw .axisTwice(axis.setting)
            }
            axes.append(try PlannedAxis(axis))
        }
        for condition in axes.compactMap(\.condition) + sweep.requirements {
            try SearchSpace.checkNames(of: condition)
        }
        self.axes = axes
        requirements = sweep.requirements
        order = try SearchSpace.order(axes, places)
        hasConditions = axes.contains { $0.condition != nil }
    }

    private static func checkNames(of condition: Condition) throws(PlanFault) {
        for (name, span) in condition.names where SettingsSchema.definition(of: name) == nil {
            let known = SettingsSchema.all.map(\.name)
            let fault = ExpressionFault(kind: .unknownName(name, known: known), span: span)
            throw .condition(condition.text, fault)
        }
    }

    /// A topological order by depth-first search; an axis met again on its own path is a cycle.
    private static func order(
        _ axes: [PlannedAxis], _ places: [String: Int]
    ) throws(PlanFault) -> [Int] {
        var order: [Int] = []
        var isPlaced = Array(repeating: false, count: axes.count)
        var path: [Int] = []
        func place(_ index: Int) throws(PlanFault) {
            guard !isPlaced[index] else { return }
            if let start = path.firstIndex(of: index) {
                throw .cycle(path[start...].map { axes[$0].setting })
            }
            path.append(index)
            for (name, _) in axes[index].condition?.names ?? [] {
                if let other = places[name] { try place(other) }
            }
            path.removeLast()
            isPlaced[index] = true
            order.append(index)
        }
        for index in axes.indices { try place(index) }
        return order
    }

    /// The point with a value on every axis whose `when` holds, the default on the others.
    ///
    /// - Parameters:
    ///   - base: the settings in force beside the axes.
    ///   - value: the value on the axis at this place, in the setting's own type; nil where there
    ///     is none, and then there is no point.
    func point(
        over base: TrialSettings = .defaults, _ value: (Int) -> SettingValue?
    ) throws(PlanFault) -> TrialSettings? {
        var settings = base
        return try move(&settings, value) ? settings : nil
    }

    /// Brings settings to a point from one that differs in no axis before a place.
    ///
    /// - Parameter value: as in ``point(over:_:)``.
    /// - Returns: whether there is such a point.
    func move(
        _ settings: inout TrialSettings, from first: Int = 0, _ value: (Int) -> SettingValue?
    ) throws(PlanFault) -> Bool {
        // Without conditions the order is that of the axes.
        for index in hasConditions ? order[...] : order[first...] {
            let axis = axes[index]
            if let condition = axis.condition, try !isTrue(condition, in: settings) {
                settings.set(axis.definition, to: axis.definition.defaultValue)
            } else {
                guard let value = value(index) else { return false }
                settings.set(axis.definition, to: value)
            }
        }
        return true
    }

    /// The place of the first requirement that the settings do not meet, or nil.
    func failedRequirement(_ settings: TrialSettings) throws(PlanFault) -> Int? {
        for (index, condition) in requirements.enumerated() {
            if try !isTrue(condition, in: settings) { return index }
        }
        return nil
    }

    private func isTrue(
        _ condition: Condition, in settings: TrialSettings
    ) throws(PlanFault) -> Bool {
        do throws(ExpressionFault) {
            return try condition.evaluate { ConditionValue(settings[$0]) }
        } catch {
            throw .condition(condition.text, error)
        }
    }
}

extension ConditionValue {
    /// A setting's value as conditions see it.
    init(_ value: SettingValue) {
        switch value {
        case .integer(let number): self = .number(Double(number))
        case .real(let number): self = .number(number)
        case .text(let word): self = .text(word)
        }
    }
}
