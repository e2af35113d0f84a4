import Expressions
public import JSONText
import ProblemModel

extension PreparedProblem {
    /// The problem as JSON; every double reads back to the same bits, NaN included.
    public var json: JSONValue {
        .object([
            JSONMember(
                name: "window",
                value: .object([
                    JSONMember(name: "start", value: .real(window.start)),
                    JSONMember(name: "end", value: .real(window.end)),
                    JSONMember(name: "unit", value: window.unit.map(JSONValue.text) ?? .null),
                ])),
            JSONMember(name: "unknowns", value: .array(unknowns.map(\.json))),
            JSONMember(name: "system", value: system.json),
            JSONMember(name: "data", value: data.json),
            JSONMember(name: "scales", value: scales.json),
        ])
    }

    /// Reads what ``json`` wrote and checks that the parts fit each other.
    public init(json: JSONValue) throws(ProtocolFault) {
        try self.init(Field(value: json, path: ""))
    }

    init(_ field: Field) throws(ProtocolFault) {
        let window = try field.member("window")
        let equations = try field.member("system").value
        let system: CompiledSystem
        do {
            system = try CompiledSystem(json: equations)
        } catch {
            throw .unusableSystem(error)
        }
        let unknowns = try field.member("unknowns")
        self.init(
            window: TimeWindow(
                start: try window.member("start").real(),
                end: try window.member("end").real(),
                unit: try window.member("unit").optional { field throws(ProtocolFault) in
                    try field.text()
                }),
            unknowns: try unknowns.elements().map { field throws(ProtocolFault) in
                try PreparedUnknown(field)
            },
            system: system,
            data: try DataSet(
                field.member("data"), columns: system.observableCount),
            scales: try LossScales(field.member("scales"), of: system))
        guard self.unknowns.count == system.unknownCount else { throw unknowns.fault }
        guard self.window.start < self.window.end else { throw window.fault }
    }
}

extension PreparedUnknown {
    var json: JSONValue {
        .object([
            JSONMember(name: "name", value: .text(name)),
            JSONMember(name: "guess", value: .real(guess)),
            JSONMember(name: "logarithmic", value: .flag(isLogarithmic)),
            JSONMember(
                name: "bounds",
                value: bounds.map { .array([.real($0.lowerBound), .real($0.upperBound)]) }
                    ?? .null),
        ])
    }

    init(_ field: Field) throws(ProtocolFault) {
        let limits = try field.member("bounds").optional { field throws(ProtocolFault) in
            try field.reals(count: 2)
        }
        if let limits, !(limits[0] <= limits[1]) { throw field.fault }
        self.init(
            name: try field.member("name").text(),
            guess: try field.member("guess").real(),
            isLogarithmic: try field.member("logarithmic").flag(),
            bounds: limits.map { $0[0]...$0[1] })
        guard guess.isFinite, !isLogarithmic || guess > 0 else { throw field.fault }
    }
}

extension DataSet {
    var json: JSONValue {
        var members = [
            JSONMember(name: "observed", value: .array(observed.map(JSONValue.text))),
            JSONMember(name: "times", value: .array(times.map(JSONValue.real))),
            JSONMember(name: "values", value: .array(values.map(JSONValue.real))),
            JSONMember(name: "held_out", value: .array(heldOut.map(JSONValue.flag))),
        ]
        // Without an error model a specification is what it was before there were any.
        if !deviations.isEmpty {
            members.append(
                JSONMember(name: "deviations", value: .array(deviations.map(JSONValue.real))))
        }
        if !isCensored.isEmpty {
            members.append(
                JSONMember(name: "censored", value: .array(isCensored.map(JSONValue.flag))))
        }
        return .object(members)
    }

    init(_ field: Field, columns: Int) throws(ProtocolFault) {
        let names = try field.member("observed").elements()
        guard names.count == columns else { throw field.fault }
        let times = try field.member("times").reals()
        let heldOut = try field.member("held_out").elements()
        guard heldOut.count == times.count else { throw field.fault }
        let cells = times.count * columns
        let censored = try field.optionalMember("censored")?.elements() ?? []
        guard censored.isEmpty || censored.count == cells else { throw field.fault }
        self.init(
            observed: try names.map { name throws(ProtocolFault) in try name.text() },
            times: times,
            values: try field.member("values").reals(count: times.count * columns),
            heldOut: try heldOut.map { flag throws(ProtocolFault) in try flag.flag() },
            deviations: try field.optionalMember("deviations")?.reals(count: cells) ?? [],
            isCensored: try censored.map { flag throws(ProtocolFault) in try flag.flag() })
    }
}

extension LossScales {
    var json: JSONValue {
        .object([
            JSONMember(name: "observables", value: .array(observables.map(JSONValue.real))),
            JSONMember(name: "states", value: .array(states.map(JSONValue.real))),
            JSONMember(name: "rates", value: .array(rates.map(JSONValue.real))),
        ])
    }

    init(_ field: Field, of system: CompiledSystem) throws(ProtocolFault) {
        self.init(
            observables: try field.member("observables").reals(count: system.observableCount),
            states: try field.member("states").reals(count: system.stateCount),
            rates: try field.member("rates").reals(count: system.stateCount))
    }
}
