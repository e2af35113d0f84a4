internal import Documents
internal import Expressions
internal import ProblemModel

extension ProblemReader {
    /// Doses: what enters a state at known times.
    ///
    /// - Parameter window: Nil where it is wrong; times are not checked then.
    mutating func doses(window: TimeWindow?) -> [Dose] {
        guard let node = fields["doses"], let items = faults.items(of: node, "'doses'") else {
            return []
        }
        var doses: [Dose] = []
        for item in items {
            if let dose = dose(item, window) { doses.append(dose) }
        }
        return doses
    }

    private mutating func dose(_ node: DocumentNode, _ window: TimeWindow?) -> Dose? {
        let example = "- {into: C, amount: 100}"
        guard let fields = faults.fields(of: node, "a dose", known: ProblemKeys.dose) else {
            return nil
        }
        let into = fields.required("into", hint: example).flatMap(doseTarget)
        let amount = fields.required("amount", hint: example).flatMap {
            expression(
                $0, "'amount'", "an amount", allowed: [.constant, .unknown], time: false)
        }
        let per = fields["per"].flatMap {
            expression($0, "'per'", "'per'", allowed: [.constant, .unknown], time: false)
        }
        let duration = fields["duration"].flatMap(duration)
        let start = fields["start"].map { faults.number($0, "'start'") } ?? window?.start
        let repeats = repeats(fields)
        guard let into, let amount, let start, let repeats else { return nil }
        let dose = Dose(
            into: into, amount: amount, duration: duration, start: start, every: repeats.every,
            count: repeats.count, per: per)
        if let window { check(dose, fields, window) }
        return dose
    }

    private func doseTarget(_ node: DocumentNode) -> String? {
        guard let name = faults.text(node, "'into'") else { return nil }
        guard names.kinds[name] == .state else {
            faults.addUnknown(
                .unknownName, "state", name, at: node.place, known: names.names([.state]))
            return nil
        }
        return name
    }

    private func duration(_ node: DocumentNode) -> Double? {
        guard let number = faults.number(node, "'duration'") else { return nil }
        guard number > 0 else {
            faults.add(
                .outOfRange, at: node.place, "'duration' must be above 0",
                hint: "leave it out for a dose that enters at once")
            return nil
        }
        return number
    }

    /// How often and how far apart; nil where that is wrong.
    private func repeats(_ fields: Fields) -> (every: Double?, count: Int)? {
        let count = fields["count"].map { faults.integer($0, "'count'", in: 1...100_000) } ?? 1
        let every = fields["every"].map { positive($0, "'every'") }
        guard let count else { return nil }
        if let every {
            guard fields["count"] != nil else {
                faults.add(
                    .missingKey, at: fields.place, "a dose with 'every' has no 'count'",
                    hint: "count: 4 gives it four times")
                return nil
            }
            return every.map { ($0, count) }
        }
        guard count == 1 else {
            faults.add(
                .missingKey, at: fields.place, "a dose with 'count' has no 'every'",
                hint: "every: 12 is the interval between two of them")
            return nil
        }
        return (nil, 1)
    }

    private func check(_ dose: Dose, _ fields: Fields, _ window: TimeWindow) {
        let range = "from \(window.start) to \(window.end)"
        if dose.start < window.start || dose.start > window.end {
            faults.add(
                .outsideWindow, at: fields["start"]?.place ?? fields.place,
                "the dose starts outside the time window", hint: "give a time \(range)")
        } else if let last = dose.startTimes.last, last > window.end {
            faults.add(
                .outsideWindow, at: fields["count"]?.place ?? fields.place,
                "the last of the \(dose.count) doses starts at \(last), outside the time window",
                hint: "doses start \(range): lower 'count' or 'every'")
        }
    }
}
