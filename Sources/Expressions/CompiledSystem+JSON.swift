public import JSONText

extension CompiledFunctions {
    /// The functions as JSON: `count`, `derivatives` (pairs of function and slot) and `tape`.
    public var json: JSONValue {
        let pairs = derivatives.map { entry in
            JSONValue.array([.integer(entry.function), .integer(entry.slot)])
        }
        return .object([
            JSONMember(name: "count", value: .integer(count)),
            JSONMember(name: "derivatives", value: .array(pairs)),
            JSONMember(name: "tape", value: tape.json),
        ])
    }

    /// Reads what ``json`` wrote and checks that the parts fit each other.
    public init(json: JSONValue) throws(CompiledFault) {
        guard let count = json["count"]?.asInteger, count >= 0 else {
            throw .malformedMember("count")
        }
        guard let pairs = json["derivatives"]?.asArray else {
            throw .malformedMember("derivatives")
        }
        guard let tapeValue = json["tape"] else { throw .malformedMember("tape") }
        let tape = try Tape(json: tapeValue)
        var entries: [DerivativeEntry] = []
        for (index, pair) in pairs.enumerated() {
            guard let entry = DerivativeEntry(pair), (0..<count).contains(entry.function),
                (0..<tape.slotCount).contains(entry.slot),
                entries.last.map({ ($0.function, $0.slot) < (entry.function, entry.slot) }) ?? true
            else { throw .malformedDerivative(index) }
            entries.append(entry)
        }
        guard tape.outputs.count - entries.count == count else { throw .mismatchedCount("tape") }
        self.init(tape: tape, count: count, derivatives: entries)
    }
}

extension DerivativeEntry {
    fileprivate init?(_ pair: JSONValue) {
        guard let parts = pair.asArray, parts.count == 2, let function = parts[0].asInteger,
            let slot = parts[1].asInteger
        else { return nil }
        self.init(function: function, slot: slot)
    }
}

extension CompiledSystem {
    /// The system as JSON: `states` and `unknowns` (their numbers), then `rates`, `observables`,
    /// `initial_values` and `jumps`.
    public var json: JSONValue {
        .object([
            JSONMember(name: "states", value: .integer(stateCount)),
            JSONMember(name: "unknowns", value: .integer(unknownCount)),
            JSONMember(name: "rates", value: rates.json),
            JSONMember(name: "observables", value: observables.json),
            JSONMember(name: "initial_values", value: initialValues.json),
            JSONMember(name: "jumps", value: jumps.json),
        ])
    }

    /// Reads what ``json`` wrote and checks that the parts fit each other.
    public init(json: JSONValue) throws(CompiledFault) {
        let countLimit = Int(Int32.max) / 4
        guard let states = json["states"]?.asInteger, (0...countLimit).contains(states) else {
            throw .malformedMember("states")
        }
        guard let unknowns = json["unknowns"]?.asInteger, (0...countLimit).contains(unknowns)
        else { throw .malformedMember("unknowns") }
        stateCount = states
        unknownCount = unknowns
        let slotCount = 1 + states + unknowns
        rates = try json.functions("rates", count: states, slotCount)
        observables = try json.functions("observables", count: nil, slotCount)
        observableCount = observables.count
        initialValues = try json.functions("initial_values", count: states, slotCount)
        jumps = try json.functions("jumps", count: states, slotCount)
    }
}

extension JSONValue {
    /// The functions in a member; `count` of them where that is given.
    fileprivate func functions(
        _ name: String, count: Int?, _ slotCount: Int
    ) throws(CompiledFault) -> CompiledFunctions {
        guard let member = self[name] else { throw .malformedMember(name) }
        let functions = try CompiledFunctions(json: member)
        guard functions.tape.slotCount == slotCount, functions.count == count ?? functions.count,
            functions.derivatives.allSatisfy({ $0.slot >= 1 })
        else { throw .mismatchedCount(name) }
        return functions
    }
}
