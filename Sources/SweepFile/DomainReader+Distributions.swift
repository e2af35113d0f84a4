internal import Documents
internal import Settings
internal import SweepModel

extension DomainReader {
    /// Whole numbers between two bounds.
    func integers(_ fields: Fields) -> AxisDomain? {
        guard isNumeric(fields, .intUniform) else { return nil }
        guard let lowest = integer(fields, "min"), let highest = integer(fields, "max") else {
            return nil
        }
        guard lowest.value < highest.value else { return refuseEmpty(highest.node) }
        let areAllowed = [lowest, highest].map { bound in
            faults.settingValue(bound.node, of: definition) != nil
        }
        guard areAllowed == [true, true] else { return nil }
        return .integers(lowest.value...highest.value)
    }

    /// A distribution that only random sweeps can draw from.
    func distribution(_ fields: Fields, _ kind: DistributionKind) -> AxisDomain? {
        guard isNumeric(fields, kind), canHold(fields, kind), isDrawn(fields, kind) else {
            return nil
        }
        switch kind.keys.first {
        case "min": return between(fields, kind)
        case "mu": return around(fields, kind)
        default: return beta(fields, kind)
        }
    }

    private func between(_ fields: Fields, _ kind: DistributionKind) -> AxisDomain? {
        guard let low = bound(fields, "min", kind), let high = bound(fields, "max", kind),
            let quantum = quantum(fields, kind)
        else { return nil }
        guard low.value < high.value else { return refuseEmpty(high.node) }
        let (lowest, highest) = (low.value, high.value)
        let distribution: Distribution =
            switch kind {
            case .quantizedUniform:
                .quantizedUniform(lowest: lowest, highest: highest, quantum: quantum)
            case .logUniform: .logUniform(lowest: lowest, highest: highest)
            case .quantizedLogUniform:
                .quantizedLogUniform(lowest: lowest, highest: highest, quantum: quantum)
            case .inverseLogUniform: .inverseLogUniform(lowest: lowest, highest: highest)
            default: .uniform(lowest: lowest, highest: highest)
            }
        return .distribution(distribution)
    }

    private func around(_ fields: Fields, _ kind: DistributionKind) -> AxisDomain? {
        let mu = fields["mu"].map { faults.number($0, "'mu'") } ?? 0
        guard let mu, let sigma = positive(fields, "sigma"), let quantum = quantum(fields, kind)
        else { return nil }
        let distribution: Distribution =
            switch kind {
            case .quantizedNormal: .quantizedNormal(mean: mu, deviation: sigma, quantum: quantum)
            case .logNormal: .logNormal(mean: mu, deviation: sigma)
            case .quantizedLogNormal:
                .quantizedLogNormal(mean: mu, deviation: sigma, quantum: quantum)
            default: .normal(mean: mu, deviation: sigma)
            }
        return .distribution(distribution)
    }

    private func beta(_ fields: Fields, _ kind: DistributionKind) -> AxisDomain? {
        guard let a = positive(fields, "a"), let b = positive(fields, "b"),
            let quantum = quantum(fields, kind)
        else { return nil }
        return .distribution(
            kind == .quantizedBeta
                ? .quantizedBeta(a: a, b: b, quantum: quantum) : .beta(a: a, b: b))
    }
}

// MARK: Whether the setting and the method can have the distribution

extension DomainReader {
    private func isNumeric(_ fields: Fields, _ kind: DistributionKind) -> Bool {
        switch definition.kind {
        case .integer, .real: return true
        case .choice, .sequence, .numbers:
            faults.add(
                .distributionType, at: place(fields),
                "'\(definition.name)' takes words, which have no \(kind.rawValue) distribution",
                hint: "list them: \(key): {values: […]}")
            return false
        }
    }

    /// A whole setting takes only draws that are rounded to whole numbers.
    private func canHold(_ fields: Fields, _ kind: DistributionKind) -> Bool {
        guard case .integer = definition.kind else { return true }
        guard kind.isQuantized else {
            faults.add(
                .distributionType, at: place(fields),
                "'\(definition.name)' is a whole number; \(kind.rawValue) gives others",
                hint: "write min and max without a decimal point, or use a q_… distribution")
            return false
        }
        guard let q = fields["q"], let number = faults.number(q, "'q'") else { return true }
        guard number.rounded() == number else {
            faults.add(
                .distributionType, at: q.place,
                "'\(definition.name)' is a whole number; multiples of \(number) are not",
                hint: "give a whole 'q'")
            return false
        }
        return true
    }

    private func isDrawn(_ fields: Fields, _ kind: DistributionKind) -> Bool {
        guard method == .grid else { return true }
        faults.add(
            .continuousInGrid, at: place(fields),
            "a grid needs finite axes; \(kind.rawValue) has no end of values",
            hint: "list the values: \(key): {values: […]}, or use method: random with run_cap")
        return false
    }

    /// Where the distribution was chosen.
    private func place(_ fields: Fields) -> Place {
        fields["distribution"]?.place ?? fields.place
    }
}

// MARK: Bounds and shapes

extension DomainReader {
    private func required(_ fields: Fields, _ bound: String) -> DocumentNode? {
        fields.required(bound, hint: "'min' and 'max' belong together")
    }

    private func integer(_ fields: Fields, _ bound: String) -> (value: Int, node: DocumentNode)? {
        guard let node = required(fields, bound) else { return nil }
        if case .integer(let value)? = node.scalar?.value { return (value, node) }
        guard faults.number(node, "'\(bound)'") != nil else { return nil }
        faults.add(
            .wrongType, at: node.place, "'\(bound)' of int_uniform must be a whole number",
            hint: "write it without a decimal point")
        return nil
    }

    private func bound(
        _ fields: Fields, _ bound: String, _ kind: DistributionKind
    ) -> (value: Double, node: DocumentNode)? {
        guard let node = required(fields, bound),
            let value = faults.number(node, "'\(bound)'")
        else { return nil }
        guard !kind.isLogarithmic || value > 0 else {
            faults.add(
                .outOfRange, at: node.place, "'\(bound)' of \(kind.rawValue) must be above 0",
                hint: "give a number above 0")
            return nil
        }
        return faults.settingValue(node, of: definition).map { _ in (value, node) }
    }

    private func positive(_ fields: Fields, _ shape: String) -> Double? {
        guard let node = fields[shape] else { return 1 }
        guard let value = faults.number(node, "'\(shape)'") else { return nil }
        guard value > 0 else {
            faults.add(
                .outOfRange, at: node.place, "'\(shape)' must be above 0",
                hint: "give a number above 0")
            return nil
        }
        return value
    }

    private func quantum(_ fields: Fields, _ kind: DistributionKind) -> Double? {
        kind.isQuantized ? positive(fields, "q") : 1
    }

    private func refuseEmpty(_ highest: DocumentNode) -> AxisDomain? {
        faults.add(
            .emptyRange, at: highest.place, "'max' must be above 'min'",
            hint: "for a single value write \(key): {value: …}")
        return nil
    }
}
