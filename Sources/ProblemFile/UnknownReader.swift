internal import Documents
internal import ProblemModel

/// Reads one unknown parameter.
struct UnknownReader {
    let faults: Faults
    let entry: DocumentEntry

    func unknown() -> Unknown? {
        guard
            let fields = faults.fields(
                of: entry.value, "the unknown '\(entry.key)'", known: ProblemKeys.unknown,
                hint: "write \(entry.key): {guess: 1}")
        else { return nil }
        let guess = fields.required("guess", hint: "\(entry.key): {guess: 1}")
            .flatMap { faults.number($0, "'guess'") }
        let truth = fields["truth"].flatMap(truth)
        let bounds = fields["bounds"].flatMap(bounds)
        let unit = fields["unit"].flatMap { faults.text($0, "'unit'") }
        if let bounds {
            check(guess, "guess", fields["guess"], bounds)
            check(truth, "truth", fields["truth"], bounds)
        }
        return guess.map {
            Unknown(name: entry.key, truth: truth, guess: $0, bounds: bounds, unit: unit)
        }
    }

    private func truth(_ node: DocumentNode) -> Double? {
        guard let truth = faults.number(node, "'truth'") else { return nil }
        guard truth != 0 else {
            faults.add(
                .outOfRange, at: node.place, "'truth' cannot be 0: errors are relative to it",
                hint: "make another quantity the unknown, such as a sum with a known one")
            return nil
        }
        return truth
    }

    private func bounds(_ node: DocumentNode) -> ClosedRange<Double>? {
        guard let items = faults.items(of: node, "'bounds'") else { return nil }
        guard items.count == 2 else {
            faults.add(
                .wrongType, at: node.place, "'bounds' must be two numbers",
                hint: "write bounds: [1, 1000]")
            return nil
        }
        guard let lower = faults.number(items[0], "the lower bound"),
            let upper = faults.number(items[1], "the upper bound")
        else { return nil }
        guard lower < upper else {
            faults.add(
                .emptyRange, at: items[1].place, "the upper bound must be above the lower one",
                hint: "write bounds: [lower, upper]")
            return nil
        }
        return lower...upper
    }

    private func check(
        _ value: Double?, _ key: String, _ node: DocumentNode?, _ bounds: ClosedRange<Double>
    ) {
        guard let value, let node, !bounds.contains(value) else { return }
        faults.add(
            .outsideBounds, at: node.place,
            "'\(key)' lies outside the bounds [\(bounds.lowerBound), \(bounds.upperBound)]",
            hint: "change '\(key)' or the bounds")
    }
}
