internal import Documents
internal import Settings
internal import SweepModel

/// Reads what values one parameter takes.
struct DomainReader {
    let faults: Faults
    let method: SweepMethod?
    let definition: SettingDefinition
    /// The parameter's key as written.
    let key: String

    func domain(_ node: DocumentNode) -> AxisDomain? {
        guard let fields = faults.fields(of: node, "a parameter", known: SweepKeys.parameter)
        else { return nil }
        if let nested = fields.entry("parameters") {
            faults.add(
                .conflictingKeys, at: nested.place,
                "'\(definition.name)' is a setting and has no parameters of its own",
                hint: "write value, values, or min and max")
            return nil
        }
        let faultsBefore = faults.count
        let kind = kind(fields)
        guard let kind, faults.count == faultsBefore else { return nil }
        refuseMeaningless(fields, kind)
        return read(fields, kind)
    }

    private func read(_ fields: Fields, _ kind: DistributionKind) -> AxisDomain? {
        switch kind {
        case .constant:
            let value = fields.required("value", hint: "\(key): {value: …}")
            return value.flatMap { faults.settingValue($0, of: definition) }
                .map { .values([$0], probabilities: nil) }
        case .categorical:
            return values(fields)
        case .intUniform:
            return integers(fields)
        default:
            return distribution(fields, kind)
        }
    }

    /// The distribution that the keys ask for.
    private func kind(_ fields: Fields) -> DistributionKind? {
        if let node = fields["distribution"] { return named(node) }
        if fields["value"] != nil { return .constant }
        if fields["values"] != nil || fields["probabilities"] != nil { return .categorical }
        if fields["min"] != nil || fields["max"] != nil { return between(fields) }
        faults.add(
            .missingKey, at: fields.place, "'\(definition.name)' has no values",
            hint: "write value, values, or min and max")
        return nil
    }

    private func named(_ node: DocumentNode) -> DistributionKind? {
        guard let word = faults.text(node, "'distribution'") else { return nil }
        if let kind = DistributionKind(rawValue: word) { return kind }
        if let replacement = DistributionKind.replacements[word] {
            faults.add(
                .unsupportedDistribution, at: node.place,
                "'\(word)' takes exponents for min and max and is no longer used",
                hint: "use '\(replacement)': its min and max are the values themselves")
        } else {
            faults.addUnknown(
                .unknownWord, "distribution", word, at: node.place,
                known: DistributionKind.allCases.map(\.rawValue))
        }
        return nil
    }

    /// Whole numbers for a whole setting, and a uniform distribution for a real one.
    private func between(_ fields: Fields) -> DistributionKind {
        if case .integer = definition.kind {
            let bounds = [fields["min"], fields["max"]].compactMap { $0?.scalar?.value }
            let areWhole = bounds.allSatisfy { if case .real = $0 { false } else { true } }
            return areWhole ? .intUniform : .uniform
        }
        return .uniform
    }

    private func refuseMeaningless(_ fields: Fields, _ kind: DistributionKind) {
        let known = kind.keys + ["distribution", "when"]
        for entry in fields.entries
        where SweepKeys.parameter.contains(entry.key) && !known.contains(entry.key) {
            faults.add(
                .conflictingKeys, at: entry.place,
                "'\(entry.key)' has no meaning beside \(kind.given(fields))",
                hint: "remove one of the two")
        }
    }
}
