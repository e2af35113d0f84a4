package import JSONText
import SweepModel

extension TrialMessage {
    /// The message as one framed line, newline included.
    public var line: [UInt8] { Frame.line(of: json.serialized()) }

    /// Reads the text of a framed line.
    public init(text: [UInt8]) throws(ProtocolFault) {
        let json: JSONValue
        do { json = try JSONValue(parsing: text) } catch { throw .malformedJSON(error) }
        try self.init(json: json)
    }

    /// Reads the message that a JSON object tells.
    package init(json: JSONValue) throws(ProtocolFault) {
        let field = Field(value: json, path: "")
        guard let kind = json.asObject?.first?.name else { throw .malformedMember("message") }
        let body = try field.member(kind)
        switch kind {
        case "started": self = .started(machineType: try body.member("machine").text())
        case "progress": self = .progress(try CurvePoint(body))
        case "ended": self = .ended(try TrialEnd(body))
        default: throw .malformedMember(kind)
        }
    }

    /// The message as a JSON object, to be nested in another.
    package var json: JSONValue {
        switch self {
        case .started(let machineType):
            .object([
                JSONMember(
                    name: "started",
                    value: .object([JSONMember(name: "machine", value: .text(machineType))]))
            ])
        case .progress(let point):
            .object([JSONMember(name: "progress", value: point.json)])
        case .ended(let end):
            .object([JSONMember(name: "ended", value: end.json)])
        }
    }
}

extension LossValues {
    var json: JSONValue {
        .object([
            JSONMember(name: "data", value: .real(data)),
            JSONMember(name: "initial", value: .real(initial)),
            JSONMember(name: "residual", value: .real(residual)),
            JSONMember(name: "holdout", value: holdout.map(JSONValue.real) ?? .null),
        ])
    }

    init(_ field: Field) throws(ProtocolFault) {
        self.init(
            data: try field.member("data").real(),
            initial: try field.member("initial").real(),
            residual: try field.member("residual").real(),
            holdout: try field.member("holdout").optional { field throws(ProtocolFault) in
                try field.real()
            })
    }
}

extension CurvePoint {
    var json: JSONValue {
        .object([
            JSONMember(name: "step", value: .integer(step)),
            JSONMember(name: "losses", value: losses.json),
            JSONMember(name: "estimates", value: .array(estimates.map(JSONValue.real))),
        ])
    }

    init(_ field: Field) throws(ProtocolFault) {
        self.init(
            step: try field.member("step").integer(),
            losses: try LossValues(field.member("losses")),
            estimates: try field.member("estimates").reals())
    }
}

extension TrialEnd {
    var json: JSONValue {
        .object([
            JSONMember(name: "status", value: .text(status.rawValue)),
            JSONMember(name: "cause", value: cause.map(JSONValue.text) ?? .null),
            JSONMember(name: "steps", value: .integer(steps)),
            JSONMember(name: "losses", value: losses.json),
            JSONMember(name: "estimates", value: .array(estimates.map(JSONValue.real))),
            JSONMember(
                name: "peak_memory_bytes",
                value: peakMemoryBytes.map(JSONValue.integer) ?? .null),
        ])
    }

    init(_ field: Field) throws(ProtocolFault) {
        let statusField = try field.member("status")
        guard let status = TrialStatus(rawValue: try statusField.text()) else {
            throw statusField.fault
        }
        self.init(
            status: status,
            cause: try field.member("cause").optional { field throws(ProtocolFault) in
                try field.text()
            },
            steps: try field.member("steps").integer(),
            losses: try LossValues(field.member("losses")),
            estimates: try field.member("estimates").reals(),
            peakMemoryBytes: try field.member("peak_memory_bytes").optional {
                field throws(ProtocolFault) in try field.integer()
            })
    }
}
