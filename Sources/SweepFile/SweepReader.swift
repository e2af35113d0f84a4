internal import Documents
internal import Expressions
internal import SweepModel

/// Reads the top level of a sweep file.
struct SweepReader {
    let fields: Fields
    let faults: Faults

    /// The sweep, or nil where something that it cannot do without is missing or wrong.
    func sweep() -> SweepDocument? {
        checkKeys()
        let name = fields.required("name", hint: "name: brain4-quick")
            .flatMap { faults.fileName($0, "a sweep's name") }
        let description = fields["description"].flatMap { faults.text($0, "'description'") }
        let problem = fields.required("problem", hint: "problem: problems/brain4.yaml")
            .flatMap { faults.text($0, "'problem'") }
        let method = fields.required("method", hint: "method: grid, or method: random with run_cap")
            .flatMap(method)
        let seed = fields["seed"].flatMap(seed) ?? 0
        let replicates = ReplicatesReader(faults: faults).read(fields["replicates"])
        let runCap = runCap(method)
        let limits = LimitsReader(faults: faults).read(fields["limits"])
        let points = points(method)
        guard let name, let problem, let method else { return nil }
        let sweep = Sweep(
            name: name, description: description ?? "", question: faults.source.leadingComment,
            problemPath: problem, method: method, seed: seed,
            replicates: replicates.count, focus: replicates.focus, runCap: runCap,
            axes: points.axes.map(\.axis),
            configurations: points.configurations.map(\.settings),
            requirements: points.requirements.map(\.condition), limits: limits)
        return SweepDocument(sweep: sweep, source: faults.source, places: places(points))
    }

    /// What says which configurations there are.
    private func points(_ method: SweepMethod?) -> Points {
        let points = Points(
            axes: ParametersReader(faults: faults, method: method).axes(fields["parameters"]),
            configurations: ConfigurationsReader(faults: faults).read(fields["configurations"]),
            requirements: requirements())
        if fields["parameters"] == nil, fields["configurations"] == nil {
            faults.add(
                .missingKey, at: fields.place, "the key 'parameters' is missing",
                hint: "give 'parameters', or known points under 'configurations'")
        }
        ConditionChecks(faults: faults, axes: points.axes).check(points.requirements)
        if method == .grid { checkGridSize(points.axes) }
        return points
    }

    private func checkKeys() {
        for entry in fields.entries where !SweepKeys.known.contains(entry.key) {
            if let instead = SweepKeys.unsupported[entry.key] {
                faults.add(
                    .unsupportedKey, at: entry.place,
                    "the key '\(entry.key)' of Weights & Biases is not supported yet",
                    hint: "remove it: \(instead)")
            } else {
                faults.addUnknown(
                    .unknownKey, "key", entry.key, at: entry.place, known: SweepKeys.known)
            }
        }
    }

    private func method(_ node: DocumentNode) -> SweepMethod? {
        guard let word = faults.text(node, "'method'") else { return nil }
        if let method = SweepMethod(rawValue: word) { return method }
        if word == "bayes" || word == "custom" {
            faults.add(
                .unsupportedMethod, at: node.place, "the method '\(word)' is not supported yet",
                hint: "use grid, or random with run_cap")
        } else {
            faults.addUnknown(
                .unknownWord, "method", word, at: node.place,
                known: SweepMethod.allCases.map(\.rawValue))
        }
        return nil
    }

    private func runCap(_ method: SweepMethod?) -> Int? {
        guard let entry = fields.entry("run_cap") else {
            if method == .random, let method = fields["method"] {
                faults.add(
                    .runCapMissing, at: method.place, "a random sweep needs 'run_cap'",
                    hint: "run_cap: 20 draws 20 configurations")
            }
            return nil
        }
        guard method != .grid else {
            faults.add(
                .runCapInGrid, at: entry.place, "a grid has no 'run_cap': it runs all its points",
                hint: "remove it, or use method: random")
            return nil
        }
        return faults.integer(entry.value, "'run_cap'", in: 1...SweepReader.pointLimit)
    }

    private func seed(_ node: DocumentNode) -> UInt64? {
        if let scalar = node.scalar, scalar.style == .plain, let seed = UInt64(scalar.text) {
            return seed
        }
        return faults.integer(node, "'seed'", in: 0...Int.max).map { UInt64($0) }
    }

    private func requirements() -> [ReadCondition] {
        guard let node = fields["require"] else { return [] }
        if case .scalar = node.content {
            return faults.condition(node, "'require'").map { [$0] } ?? []
        }
        guard let items = faults.items(of: node, "'require'") else { return [] }
        if items.isEmpty {
            faults.add(
                .emptyList, at: node.place, "'require' is empty",
                hint: "give a condition, as in layers * neurons <= 256, or remove the key")
        }
        return items.compactMap { faults.condition($0, "a condition of 'require'") }
    }

    private func places(_ points: Points) -> [SweepDocument.Subject: Place] {
        var places: [SweepDocument.Subject: Place] = [:]
        let keys: [(SweepDocument.Subject, String)] = [
            (.name, "name"), (.problem, "problem"), (.method, "method"), (.runCap, "run_cap"),
        ]
        for (subject, key) in keys { places[subject] = fields[key]?.place }
        places[.parameters] = fields.entry("parameters")?.place
        for axis in points.axes { places[.axis(axis.axis.setting)] = axis.place }
        for (index, requirement) in points.requirements.enumerated() {
            places[.requirement(index)] = requirement.node.place
        }
        for (index, configuration) in points.configurations.enumerated() {
            places[.configuration(index)] = configuration.place
        }
        return places
    }
}

extension SweepReader {
    /// A sweep has at most this many configurations.
    static let pointLimit = 10_000_000

    private func checkGridSize(_ axes: [ReadAxis]) {
        var size = 1
        for axis in axes {
            let (product, overflows) = size.multipliedReportingOverflow(by: axis.count)
            size = overflows ? .max : product
            guard size <= Self.pointLimit else {
                faults.add(
                    .gridTooLarge, at: fields.entry("parameters")?.place ?? fields.place,
                    "the grid has more than \(Self.pointLimit) points",
                    hint: "list fewer values, or use method: random with run_cap")
                return
            }
        }
    }
}

/// What says which configurations there are, with places.
private struct Points {
    let axes: [ReadAxis]
    let configurations: [ReadConfiguration]
    let requirements: [ReadCondition]
}
