internal import Documents
internal import Settings
internal import SweepModel

/// Reads the axes of the search space.
struct ParametersReader {
    let faults: Faults
    /// Nil where the file's method is wrong: what depends on it is not checked then.
    let method: SweepMethod?

    func axes(_ node: DocumentNode?) -> [ReadAxis] {
        guard let node, let entries = faults.entries(of: node, "'parameters'") else { return [] }
        if entries.isEmpty {
            faults.add(
                .emptyValue, at: node.place, "'parameters' is empty",
                hint: "give at least one, as in layers: {values: [2, 3]}")
        }
        var axes: [ReadAxis] = []
        collect(entries, prefix: "", when: nil, into: &axes)
        return axes
    }

    private func collect(
        _ entries: [DocumentEntry], prefix: String, when: ReadCondition?,
        into axes: inout [ReadAxis]
    ) {
        for entry in entries {
            let name = prefix + entry.key
            if let definition = SettingsSchema.definition(of: name) {
                guard !axes.contains(where: { $0.axis.setting == name }) else {
                    faults.add(
                        .duplicateKey, at: entry.place, "the setting '\(name)' is given twice",
                        hint: "keep one of the two")
                    continue
                }
                if let axis = axis(entry, definition, inherited: when) { axes.append(axis) }
            } else if SettingNames.groups.contains(name) {
                group(entry, name: name, inherited: when, into: &axes)
            } else {
                faults.addUnknownSetting(entry, prefix: prefix)
            }
        }
    }

    private func group(
        _ entry: DocumentEntry, name: String, inherited: ReadCondition?,
        into axes: inout [ReadAxis]
    ) {
        let example = "\(name): {parameters: {\(SettingNames.names(after: name + ".")[0]): 1}}"
        guard let entries = faults.entries(of: entry.value, "'\(name)'") else { return }
        for other in entries where other.key != "parameters" && other.key != "when" {
            faults.add(
                .unknownKey, at: other.place, "'\(name)' holds its settings under 'parameters'",
                hint: "write \(example)")
        }
        let when = condition(entries, inherited)
        guard let nested = entries.first(where: { $0.key == "parameters" }) else {
            if entries.isEmpty {
                faults.add(
                    .missingKey, at: entry.value.place, "'\(name)' has no 'parameters'",
                    hint: "write \(example)")
            }
            return
        }
        guard let inner = faults.entries(of: nested.value, "'parameters'") else { return }
        if inner.isEmpty {
            faults.add(
                .emptyValue, at: nested.value.place, "'parameters' is empty",
                hint: "write \(example)")
        }
        collect(inner, prefix: name + ".", when: when, into: &axes)
    }

    private func axis(
        _ entry: DocumentEntry, _ definition: SettingDefinition, inherited: ReadCondition?
    ) -> ReadAxis? {
        let node = entry.value
        switch node.content {
        case .scalar:
            let value = faults.settingValue(node, of: definition)
            return value.map {
                read(entry, definition, .values([$0], probabilities: nil), inherited)
            }
        case .sequence:
            faults.addWrongType(
                node, "the parameter '\(definition.name)' must be a value or a mapping",
                hint: "write \(entry.key): {values: […]}")
            return nil
        case .mapping(let entries):
            let when = condition(entries, inherited)
            let reader = DomainReader(
                faults: faults, method: method, definition: definition, key: entry.key)
            return reader.domain(node).map { read(entry, definition, $0, when) }
        }
    }

    private func read(
        _ entry: DocumentEntry, _ definition: SettingDefinition, _ domain: AxisDomain,
        _ when: ReadCondition?
    ) -> ReadAxis {
        let axis = Axis(setting: definition.name, domain: domain, condition: when?.condition)
        return ReadAxis(axis: axis, place: entry.place, when: when)
    }

    /// The condition of a parameter: its own, or the one of the group that it is in.
    private func condition(
        _ entries: [DocumentEntry], _ inherited: ReadCondition?
    ) -> ReadCondition? {
        guard let entry = entries.first(where: { $0.key == "when" }) else { return inherited }
        guard inherited == nil else {
            faults.add(
                .conflictingKeys, at: entry.place, "the group of this parameter has a 'when' too",
                hint: "join both with 'and' in one of them")
            return inherited
        }
        return faults.condition(entry.value, "'when'")
    }
}
