internal import Documents
internal import ProblemModel

/// The errors of measurements and the limits of quantification as they were read.
struct ReadErrors {
    /// What is said of one observable, or of all.
    struct Named<Value> {
        let node: DocumentNode
        /// For all that have none of their own.
        let common: Value?
        let own: [String: Value]
        /// The observables that have their own, right or wrong.
        let named: Set<String>

        init(node: DocumentNode, common: Value?) {
            self.node = node
            self.common = common
            own = [:]
            named = []
        }

        init(node: DocumentNode, own: [String: Value], entries: [DocumentEntry]) {
            self.node = node
            common = nil
            self.own = own
            named = Set(entries.map(\.key))
        }

        subscript(name: String) -> Value? { own[name] ?? common }
    }

    let models: Named<ErrorModel>?
    let limits: Named<Double>?
}

extension ProblemReader {
    private static let errorExample =
        "error: {additive: 0.05}, {proportional: 0.1} or both in one,"
        + " or one for each observable: {C: {additive: 0.05}}"
    private static let limitExample =
        "quantification_limit: 0.5, or one for each observable: {C: 0.5}"

    /// The keys `error` and `quantification_limit` of the data.
    func errors(_ fields: Fields) -> ReadErrors {
        let models = fields["error"].flatMap { node in
            faults.entries(of: node, "'error'", hint: "write \(Self.errorExample)").map {
                errorModels(node, $0, "error", hint: "write \(Self.errorExample)")
            }
        }
        let limits = fields["quantification_limit"].map(quantificationLimits)
        if fields["error"] == nil, let entry = fields.entry("quantification_limit") {
            faults.add(
                .missingKey, at: entry.place,
                "what is below a limit counts by an error model, and the key 'error' is missing",
                hint: Self.errorExample)
        }
        return ReadErrors(models: models, limits: limits)
    }

    /// One error model for all that is measured, or one each.
    ///
    /// - Parameters:
    ///   - entries: Those of the node.
    ///   - noun: How faults call one.
    func errorModels(
        _ node: DocumentNode, _ entries: [DocumentEntry], _ noun: String, hint: String
    ) -> ReadErrors.Named<ErrorModel> {
        let isCommon = entries.allSatisfy { entry in
            if case .mapping = entry.value.content { return false }
            return !measurable.contains(entry.key)
        }
        guard !isCommon else {
            return ReadErrors.Named(node: node, common: errorModel(node, "'\(noun)'", hint: hint))
        }
        let own = named(entries) {
            errorModel($0.value, "the \(noun) of '\($0.key)'", hint: hint)
        }
        return ReadErrors.Named(node: node, own: own, entries: entries)
    }

    private func errorModel(
        _ node: DocumentNode, _ what: String, hint: String
    ) -> ErrorModel? {
        guard
            let fields = faults.fields(of: node, what, known: ProblemKeys.error, hint: hint),
            fields.entries.allSatisfy({ ProblemKeys.error.contains($0.key) })
        else { return nil }
        let parts = ProblemKeys.error.map { key in
            fields[key].map { notNegative($0, "'\(key)'") } ?? 0
        }
        guard let additive = parts[0], let proportional = parts[1] else { return nil }
        guard additive > 0 || proportional > 0 else {
            faults.add(
                .outOfRange, at: node.place, "\(what) is 0",
                hint: "give a part above 0, as {additive: 0.05}")
            return nil
        }
        return ErrorModel(additive: additive, proportional: proportional)
    }

    private func notNegative(_ node: DocumentNode, _ what: String) -> Double? {
        guard let number = faults.number(node, what) else { return nil }
        guard number >= 0 else {
            faults.add(
                .outOfRange, at: node.place, "\(what) cannot be negative",
                hint: "it is a standard deviation, or a fraction of the value")
            return nil
        }
        return number
    }

    private func quantificationLimits(_ node: DocumentNode) -> ReadErrors.Named<Double> {
        guard case .mapping(let entries) = node.content else {
            return ReadErrors.Named(
                node: node, common: positive(node, "'quantification_limit'"))
        }
        let own = named(entries) { positive($0.value, "the limit of '\($0.key)'") }
        return ReadErrors.Named(node: node, own: own, entries: entries)
    }

    /// The values of entries whose keys are what can be measured.
    private func named<Value>(
        _ entries: [DocumentEntry], _ value: (DocumentEntry) -> Value?
    ) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in entries {
            if measurable.contains(entry.key) {
                values[entry.key] = value(entry)
            } else {
                faults.addUnknown(
                    .unknownName, "observable or state", entry.key, at: entry.place,
                    known: measurable)
            }
        }
        return values
    }

    /// The errors of the columns that the data have; nil where nothing is said of them, or where
    /// something is wrong with it.
    func errors(_ read: ReadErrors, of source: DataSource) -> MeasurementErrors? {
        guard let models = read.models else { return nil }
        let before = faults.count
        for name in source.observed where !models.named.isEmpty && !models.named.contains(name) {
            faults.add(
                .missingKey, at: models.node.place, "the error of '\(name)' is missing",
                hint: "add \(name): {additive: …}, or give one error for all")
        }
        let columns = source.observed.map { models[$0] }
        for (column, model) in columns.enumerated() where model?.additive == 0 {
            checkZeros(column, source, read)
        }
        guard faults.count == before, columns.allSatisfy({ $0 != nil }) else { return nil }
        return MeasurementErrors(
            models: columns.compactMap { $0 }, limits: source.observed.map { read.limits?[$0] })
    }

    /// Notes a column that may have a 0 under a proportional error alone: that would count with an
    /// infinite weight.
    private func checkZeros(_ column: Int, _ source: DataSource, _ read: ReadErrors) {
        let name = source.observed[column]
        let hasZero =
            switch source {
            case .measured(let data): data.values.contains { $0[column] == 0 }
            case .synthetic: read.limits?[name] == nil
            }
        guard hasZero, let node = read.models?.node else { return }
        faults.add(
            .outOfRange, at: node.place,
            "'\(name)' may be 0, where a proportional error has no standard deviation",
            hint: "add an additive part: {additive: …, proportional: …}")
    }
}
