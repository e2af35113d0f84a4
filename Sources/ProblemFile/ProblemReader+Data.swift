internal import Documents
internal import ProblemModel

extension ProblemReader {
    /// Data as they were read.
    struct ReadData {
        let source: DataSource
        let holdout: Double
        let errors: MeasurementErrors?
        let table: ProblemDocument.Table?

        /// Names of observables or states.
        var observed: [String] {
            switch source {
            case .synthetic(let data): data.observed
            case .measured(let data): data.observed
            }
        }
    }

    /// What can be measured: the observables, and the states.
    var measurable: [String] { names.names([.observable, .state]) }

    mutating func data(window: TimeWindow?, unknowns: [Unknown]) -> ReadData? {
        let example = "data: {synthetic: {points: 48}}, or data: {file: measured.csv}"
        guard let node = fields.required("data", hint: example),
            let fields = faults.fields(of: node, "'data'", known: ProblemKeys.data)
        else { return nil }
        let holdout = holdout(fields, unknowns)
        let errors = errors(fields)
        switch (fields.entry("synthetic"), fields.entry("file")) {
        case (let entry?, nil):
            checkTruth()
            return synthetic(entry.value, window).map {
                let source = DataSource.synthetic($0.data)
                return ReadData(
                    source: source, holdout: holdout, errors: self.errors(errors, of: source),
                    table: $0.table)
            }
        case (nil, let entry?):
            return measured(entry.value, "'file'", window, errors).map {
                let source = DataSource.measured($0.data)
                return ReadData(
                    source: source, holdout: holdout, errors: self.errors(errors, of: source),
                    table: $0.table)
            }
        case (_?, let entry?):
            faults.add(
                .conflictingKeys, at: entry.place, "data are either synthetic or from a file",
                hint: "remove one of the two")
        case (nil, nil):
            faults.add(
                .missingKey, at: node.place, "the key 'synthetic' or 'file' is missing",
                hint: example)
        }
        return nil
    }

    private func holdout(_ fields: Fields, _ unknowns: [Unknown]) -> Double {
        guard let node = fields["holdout"] else {
            return unknowns.allSatisfy { $0.truth != nil } ? 0 : 0.2
        }
        guard let number = faults.number(node, "'holdout'") else { return 0 }
        guard number >= 0, number < 1 else {
            faults.add(
                .outOfRange, at: node.place, "'holdout' is a fraction of the rows",
                hint: "give a number from 0 on and below 1")
            return 0
        }
        return number
    }

    /// Notes the unknowns without a truth: synthetic data are made at the truth.
    private func checkTruth() {
        guard let node = fields["unknowns"], case .mapping(let entries) = node.content else {
            return
        }
        for entry in entries {
            guard case .mapping(let keys) = entry.value.content,
                !keys.contains(where: { $0.key == "truth" })
            else { continue }
            faults.add(
                .missingTruth, at: entry.value.place,
                "synthetic data need the truth of '\(entry.key)'",
                hint: "\(entry.key): {truth: …, guess: …}, or take data from a file")
        }
    }

    private mutating func synthetic(
        _ node: DocumentNode, _ window: TimeWindow?
    ) -> (data: SyntheticData, table: ProblemDocument.Table?)? {
        guard let fields = faults.fields(of: node, "'synthetic'", known: ProblemKeys.synthetic)
        else { return nil }
        guard let like = fields.entry("like") else {
            let points = fields.required("points", hint: "points: 48, or like: measured.csv")
                .flatMap { faults.integer($0, "'points'", in: 1...1_000_000) }
            let observed = fields["observe"].map(observed) ?? defaultObserved
            let noise = noise(fields["noise"], observed)
            guard let points, let noise else { return nil }
            let design = SyntheticData.Design.equalTimes(points)
            return (SyntheticData(design: design, observed: observed, noise: noise), nil)
        }
        for key in ["points", "observe"] {
            guard let entry = fields.entry(key) else { continue }
            faults.add(
                .conflictingKeys, at: entry.place, "'like' says what is measured and when",
                hint: "remove '\(key)', or 'like'")
        }
        guard
            let table = measured(
                like.value, "'like'", window, ReadErrors(models: nil, limits: nil)),
            let noise = noise(fields["noise"], table.data.observed)
        else { return nil }
        let data = SyntheticData(
            design: .cells(table.data), observed: table.data.observed, noise: noise)
        return (data, table.table)
    }

    private var defaultObserved: [String] {
        let named = names.names([.observable])
        return named.isEmpty ? names.names([.state]) : named
    }

    private func observed(_ node: DocumentNode) -> [String] {
        guard let items = faults.items(of: node, "'observe'") else { return [] }
        if items.isEmpty {
            faults.add(
                .emptyList, at: node.place, "'observe' is empty",
                hint: "name at least one of \(measurable.joined(separator: ", "))")
        }
        var names: [String] = []
        for item in items {
            guard let name = faults.text(item, "an item of 'observe'") else { continue }
            if names.contains(name) {
                faults.add(
                    .duplicateValue, at: item.place, "'\(name)' is in the list twice",
                    hint: "remove it here")
            } else if measurable.contains(name) {
                names.append(name)
            } else {
                faults.addUnknown(
                    .unknownName, "observable or state", name, at: item.place, known: measurable)
            }
        }
        return names
    }

    private static let noiseExample = "noise: {relative_to_max: 0.01}, or {additive: 0.05}"

    /// The noise of the columns; none where nothing is said of it.
    private func noise(_ node: DocumentNode?, _ observed: [String]) -> SyntheticData.Noise? {
        guard let node else { return .relativeToMax(0) }
        guard
            let entries = faults.entries(
                of: node, "'noise'", hint: "write \(Self.noiseExample)")
        else { return nil }
        guard let value = entries.first(where: { $0.key == "relative_to_max" })?.value else {
            return noiseModels(node, entries, observed)
        }
        for entry in entries where entry.key != "relative_to_max" {
            faults.addUnknown(
                .unknownKey, "key", entry.key, at: entry.place, known: ["relative_to_max"])
        }
        guard let noise = faults.number(value, "'relative_to_max'") else { return nil }
        guard noise >= 0 else {
            faults.add(
                .outOfRange, at: value.place, "'relative_to_max' cannot be negative",
                hint: "0.01 is a standard deviation of 1 % of the largest value")
            return nil
        }
        return .relativeToMax(noise)
    }

    private func noiseModels(
        _ node: DocumentNode, _ entries: [DocumentEntry], _ observed: [String]
    ) -> SyntheticData.Noise? {
        let before = faults.count
        let models = errorModels(node, entries, "noise", hint: "write \(Self.noiseExample)")
        for name in observed where models[name] == nil && faults.count == before {
            faults.add(
                .missingKey, at: node.place, "the noise of '\(name)' is missing",
                hint: "add \(name): {additive: …}, or give one for all")
        }
        return faults.count == before ? .models(observed.compactMap { models[$0] }) : nil
    }

    private mutating func measured(
        _ node: DocumentNode, _ key: String, _ window: TimeWindow?, _ errors: ReadErrors
    ) -> (data: MeasuredData, table: ProblemDocument.Table)? {
        guard let written = faults.text(node, key) else { return nil }
        let path = FileAccess.path(written, besides: faults.source.path)
        let bytes: [UInt8]
        do throws(FileAccess.Failure) {
            bytes = try files.read(path, MeasuredTable.byteLimit)
        } catch {
            faults.add(error.code, at: node.place, error.message(path: path), hint: error.hint)
            return nil
        }
        do throws(Diagnostics) {
            let table = try MeasuredTable(
                bytes, path: path, measurable: measurable, window: window, errors: errors)
            let data = MeasuredData(
                path: written, observed: table.observed, times: table.times, values: table.values,
                censored: table.censored, fileHash: table.hash)
            return (data, ProblemDocument.Table(path: path, bytes: bytes))
        } catch {
            tableDiagnostics = error.all
            return nil
        }
    }
}
