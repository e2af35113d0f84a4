package import JSONText
import SweepModel

extension WorkerOrder {
    /// The order as a JSON object.
    package var json: JSONValue {
        switch self {
        case .begin(let terms):
            JSONRecord().adding("order", "begin").adding("slots", terms.slots)
                .adding("heartbeat", terms.heartbeat)
                .adding("silence_limit", terms.silenceLimit)
                .adding("kill_grace", terms.killGrace).adding("poll", terms.poll).value
        case .lease(let attempt, let limits):
            JSONRecord().adding("order", "lease").adding(attempt)
                .adding("milliseconds", limits.milliseconds)
                .adding("memory_bytes", limits.memoryBytes).value
        case .recall(let attempt): JSONRecord().adding("order", "recall").adding(attempt).value
        case .fence(let attempt): JSONRecord().adding("order", "fence").adding(attempt).value
        case .heartbeat: JSONRecord().adding("order", "heartbeat").value
        case .finish: JSONRecord().adding("order", "finish").value
        case .stop: JSONRecord().adding("order", "stop").value
        }
    }

    /// The order that a JSON object tells.
    package init(json: JSONValue) throws(WireFault) {
        let record = try JSONRecord(json)
        switch try record.text("order") {
        case "begin":
            self = .begin(
                WorkerTerms(
                    slots: try record.integer("slots"), heartbeat: try record.integer("heartbeat"),
                    silenceLimit: try record.integer("silence_limit"),
                    killGrace: try record.integer("kill_grace"),
                    poll: try record.integer("poll")))
        case "lease":
            self = .lease(
                try record.attempt(),
                TrialLimits(
                    milliseconds: record.optional("milliseconds")?.asInteger,
                    memoryBytes: record.optional("memory_bytes")?.asInteger))
        case "recall": self = .recall(try record.attempt())
        case "fence": self = .fence(try record.attempt())
        case "heartbeat": self = .heartbeat
        case "finish": self = .finish
        case "stop": self = .stop
        case let kind: throw .unknownKind(kind)
        }
    }
}

extension JSONRecord {
    func adding(_ attempt: AttemptID) -> JSONRecord {
        adding("trial", attempt.trial.text).adding("attempt", attempt.number)
    }

    func attempt() throws(WireFault) -> AttemptID {
        AttemptID(trial: TrialID(try text("trial")), number: try integer("attempt"))
    }
}
