internal import Documents
internal import Expressions
internal import ProblemModel

extension ProblemReader {
    /// States and their equations.
    mutating func states(_ entries: [DocumentEntry]) -> [State] {
        var states: [State] = []
        for entry in entries {
            if let state = state(entry) { states.append(state) }
        }
        return states
    }

    private mutating func state(_ entry: DocumentEntry) -> State? {
        let example = "\(entry.key): {initial: 1, rate: -k*\(entry.key)}"
        guard
            let fields = faults.fields(
                of: entry.value, "the state '\(entry.key)'", known: ProblemKeys.state,
                hint: "write \(example)")
        else { return nil }
        let initial = fields.required("initial", hint: example).flatMap {
            expression(
                $0, "'initial'", "an initial value", allowed: [.constant, .unknown, .input],
                time: false)
        }
        let rate = fields.required("rate", hint: example).flatMap {
            expression(
                $0, "'rate'", "a rate", allowed: [.state, .constant, .unknown, .input], time: true)
        }
        let unit = fields["unit"].flatMap { faults.text($0, "'unit'") }
        let scale = fields["scale"].flatMap { positive($0, "'scale'") }
        let rateScale = fields["rate_scale"].flatMap { positive($0, "'rate_scale'") }
        guard let initial, let rate else { return nil }
        return State(
            name: entry.key, initial: initial, unit: unit, rate: rate, scale: scale,
            rateScale: rateScale)
    }

    /// The observables that the file names.
    mutating func observables(_ entries: [DocumentEntry]) -> [Observable] {
        var observables: [Observable] = []
        for entry in entries {
            let value = expression(
                entry.value, "the observable '\(entry.key)'", "an observable",
                allowed: [.state, .constant, .unknown, .input], time: true)
            if let value { observables.append(Observable(name: entry.key, value: value)) }
        }
        return observables
    }

    /// All observables: the states where the file names none, else those it names and the
    /// states that the data have beside them.
    func observables(
        _ named: [Observable], observed: [String], states: [State]
    ) -> [Observable] {
        let wanted = states.map(\.name).filter { named.isEmpty || observed.contains($0) }
        return named
            + wanted.compactMap { name in
                (try? Expression(parsing: name)).map { Observable(name: name, value: $0) }
            }
    }

    /// An expression whose names are checked, and noted as used.
    mutating func expression(
        _ node: DocumentNode, _ what: String, _ user: String, allowed: [NameTable.Kind], time: Bool
    ) -> Expression? {
        guard let read = faults.expression(node, what) else { return nil }
        names.check(read, user, allowed: allowed, time: time, faults: faults)
        usedNames.formUnion(read.expression.names.map(\.name))
        return read.expression
    }

    /// A number above 0.
    func positive(_ node: DocumentNode, _ what: String) -> Double? {
        guard let number = faults.number(node, what) else { return nil }
        guard number > 0 else {
            faults.add(
                .outOfRange, at: node.place, "\(what) must be above 0",
                hint: "give a number above 0")
            return nil
        }
        return number
    }
}
