internal import Documents
internal import Expressions
internal import ProblemModel

/// Reads a problem file section by section: names before what uses them.
struct ProblemReader {
    let fields: Fields
    let faults: Faults
    let files: FileAccess
    var names = NameTable()
    /// The names that rates, initial values, doses and observables use.
    var usedNames: Set<String> = []
    /// The faults of the table of data.
    var tableDiagnostics: [Diagnostic] = []

    init(fields: Fields, faults: Faults, files: FileAccess) {
        self.fields = fields
        self.faults = faults
        self.files = files
    }

    /// The problem, or nil where something that it cannot do without is missing or wrong.
    mutating func document() -> ProblemDocument? {
        let name = fields.required("name", hint: "name: brain4")
            .flatMap { faults.fileName($0, "a problem's name") }
        let title = fields["title"].flatMap { faults.text($0, "'title'") }
        let time = fields.required("time", hint: "time: {start: 0, end: 48, unit: h}").flatMap(time)
        let sections = declarations()
        let constants = self.constants(sections.constants)
        let inputs = self.inputs(sections.inputs)
        let unknowns = self.unknowns(sections.unknowns)
        let states = self.states(sections.states)
        let doses = self.doses(window: time)
        let named = self.observables(sections.observables)
        checkUse(of: sections.unknowns, inputs: inputs)
        let data = self.data(window: time, unknowns: unknowns)
        guard let name, let time, let data else { return nil }
        let problem = Problem(
            name: name, title: title ?? name, time: time, constants: constants, inputs: inputs,
            unknowns: unknowns, states: states, doses: doses,
            observables: observables(named, observed: data.observed, states: states),
            data: data.source, holdout: data.holdout, errors: data.errors)
        return ProblemDocument(problem: problem, source: faults.source, table: data.table)
    }

    private func time(_ node: DocumentNode) -> TimeWindow? {
        guard let fields = faults.fields(of: node, "'time'", known: ProblemKeys.time) else {
            return nil
        }
        let example = "time: {start: 0, end: 48, unit: h}"
        let start = fields.required("start", hint: example).flatMap { faults.number($0, "'start'") }
        let end = fields.required("end", hint: example)
        let unit = fields["unit"].flatMap { faults.text($0, "'unit'") }
        guard let start, let end, let last = faults.number(end, "'end'") else { return nil }
        guard start < last, (last - start).isFinite else {
            faults.add(
                .emptyRange, at: end.place, "'end' must be after 'start'",
                hint: "give a number above \(start)")
            return nil
        }
        return TimeWindow(start: start, end: last, unit: unit)
    }

    /// The sections whose keys are names, those that cannot be used left out.
    private mutating func declarations() -> Declarations {
        Declarations(
            constants: declare("constants", .constant),
            inputs: declare("inputs", .input),
            unknowns: declare(
                "unknowns", .unknown, hint: "unknowns: {k: {truth: 0.3, guess: 1}}"),
            states: declare("states", .state, hint: "states: {C: {initial: 1, rate: -k*C}}"),
            observables: declare("observables", .observable))
    }

    /// - Parameter hint: How to write the section, where a problem needs it.
    private mutating func declare(
        _ key: String, _ kind: NameTable.Kind, hint: String? = nil
    ) -> [DocumentEntry] {
        let found = if let hint { fields.required(key, hint: hint) } else { fields[key] }
        guard let node = found, let entries = faults.entries(of: node, "'\(key)'") else {
            return []
        }
        if let hint, entries.isEmpty {
            faults.add(
                .emptyValue, at: node.place, "'\(key)' is empty", hint: "give at least one: \(hint)"
            )
        }
        return names.declare(entries, as: kind, faults: faults)
    }
}

/// The entries of the sections whose keys are names.
private struct Declarations {
    let constants, inputs, unknowns, states, observables: [DocumentEntry]
}
