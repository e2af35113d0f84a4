internal import Documents
internal import Expressions
internal import Settings
internal import SweepModel

/// Checks what conditions name and compare, and that no `when` depends on itself.
struct ConditionChecks {
    let faults: Faults
    let axes: [ReadAxis]

    func check(_ requirements: [ReadCondition]) {
        var checked: Set<Place> = []
        for condition in requirements + axes.compactMap(\.when)
        where checked.insert(condition.node.place).inserted {
            check(condition)
        }
        checkCycles()
    }

    private func check(_ read: ReadCondition) {
        var areKnown = true
        for (name, span) in read.condition.names where SettingsSchema.definition(of: name) == nil {
            let fault = ExpressionFault(
                kind: .unknownName(name, known: SettingNames.all), span: span)
            faults.add(.unknownName, fault, in: read.node, read.scalar)
            areKnown = false
        }
        if areKnown { checkTypes(read) }
    }
}

// MARK: Types

extension ConditionChecks {
    /// Evaluates the condition at sample values of its settings: a wrong type shows at some.
    private func checkTypes(_ read: ReadCondition) {
        var names: [String] = []
        for (name, _) in read.condition.names where !names.contains(name) { names.append(name) }
        let samples = names.map(samples)
        let count = samples.map(\.count).reduce(1) { min($0 * $1, 1000) }
        for index in 0..<count {
            var rest = index
            var point: [String: ConditionValue] = [:]
            for (name, values) in zip(names, samples) {
                point[name] = values[rest % values.count]
                rest /= values.count
            }
            do throws(ExpressionFault) {
                _ = try read.condition.evaluate { point[$0] }
            } catch {
                faults.add(.conditionType, error, in: read.node, read.scalar)
                return
            }
        }
    }

    /// Values that a setting can take: those of its axis, or its choices, or its default.
    private func samples(_ name: String) -> [ConditionValue] {
        guard let definition = SettingsSchema.definition(of: name) else { return [] }
        var values = [definition.defaultValue]
        if case .choice(let words) = definition.kind { values += words.map { .text($0) } }
        if let axis = axes.first(where: { $0.axis.setting == name }) {
            switch axis.axis.domain {
            case .values(let listed, _): values += listed.prefix(8)
            case .integers(let range):
                values += [.integer(range.lowerBound), .integer(range.upperBound)]
            case .distribution: break
            }
        }
        return values.map(ConditionValue.init)
    }
}

extension ConditionValue {
    init(_ value: SettingValue) {
        switch value {
        case .integer(let number): self = .number(Double(number))
        case .real(let number): self = .number(number)
        case .text(let text): self = .text(text)
        }
    }
}

// MARK: Cycles

extension ConditionChecks {
    private func checkCycles() {
        var graph: [String: [String]] = [:]
        for axis in axes { graph[axis.axis.setting] = axis.when?.condition.names.map(\.name) }
        var told: Set<String> = []
        for axis in axes {
            let setting = axis.axis.setting
            guard let when = axis.when, !told.contains(setting),
                let cycle = cycle(from: setting, in: graph)
            else { continue }
            told.formUnion(cycle)
            faults.add(
                .cycle, at: when.node.place, "whether '\(setting)' applies depends on itself",
                hint: "break the cycle \((cycle + [setting]).joined(separator: " → "))")
        }
    }
}
