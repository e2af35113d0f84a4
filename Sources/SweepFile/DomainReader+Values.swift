internal import Documents
internal import Settings
internal import SweepModel

extension DomainReader {
    /// Listed values, with probabilities in random sweeps.
    func values(_ fields: Fields) -> AxisDomain? {
        guard let node = fields.required("values", hint: "\(key): {values: […]}"),
            let items = faults.items(of: node, "'values'")
        else { return nil }
        if items.isEmpty {
            faults.add(
                .emptyList, at: node.place, "'values' is empty",
                hint: "give at least one value, or remove the parameter")
            return nil
        }
        let values = items.map { faults.settingValue($0, of: definition) }
        refuseRepeats(values, items)
        let probabilities = fields.entry("probabilities").flatMap { entry in
            self.probabilities(entry, count: items.count)
        }
        let resolved = values.compactMap(\.self)
        guard resolved.count == items.count else { return nil }
        return .values(resolved, probabilities: probabilities)
    }

    private func refuseRepeats(_ values: [SettingValue?], _ items: [DocumentNode]) {
        var seen: Set<SettingValue> = []
        for case (let value?, let item) in zip(values, items) where !seen.insert(value).inserted {
            faults.add(
                .duplicateValue, at: item.place,
                "the value \(value.text) is in the list twice", hint: "remove it here")
        }
    }

    private func probabilities(_ entry: DocumentEntry, count: Int) -> [Double]? {
        guard method != .grid else {
            faults.add(
                .probabilitiesInGrid, at: entry.place,
                "a grid takes every value once and has no probabilities",
                hint: "remove them, or use method: random with run_cap")
            return nil
        }
        guard let items = faults.items(of: entry.value, "'probabilities'") else { return nil }
        guard items.count == count else {
            faults.add(
                .probabilityCount, at: entry.value.place,
                "\(items.count) probabilities for \(count) values",
                hint: "give a probability for each value")
            return nil
        }
        let numbers = items.compactMap { item -> Double? in
            guard let number = faults.number(item, "a probability") else { return nil }
            guard (0...1).contains(number) else {
                faults.add(
                    .outOfRange, at: item.place, "a probability lies between 0 and 1",
                    hint: "give a number from 0 to 1")
                return nil
            }
            return number
        }
        guard numbers.count == count else { return nil }
        let sum = numbers.reduce(0, +)
        guard abs(sum - 1) <= 1e-6 else {
            faults.add(
                .probabilitySum, at: entry.value.place, "the probabilities sum to \(sum), not to 1",
                hint: "change them so that they sum to 1")
            return nil
        }
        return numbers
    }
}
