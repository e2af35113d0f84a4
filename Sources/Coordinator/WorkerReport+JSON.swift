package import JSONText
import SweepModel
import TrialProtocol

extension WorkerReport {
    /// The report as a JSON object.
    package var json: JSONValue {
        switch self {
        case .hello(let hello):
            JSONRecord().adding("report", "hello").adding("host", hello.host)
                .adding("pid", hello.pid).adding("boot_id", hello.bootID)
                .adding("start_time", hello.startTime).value
        case .began(let attempt, let time): WorkerReport.record("began", attempt, time).value
        case .spoke(let attempt, let message, let time):
            WorkerReport.record("spoke", attempt, time).adding("message", message.json).value
        case .ended(let attempt, let report, let time):
            report.adding(to: WorkerReport.record("ended", attempt, time)).value
        case .returned(let attempt, let time):
            WorkerReport.record("returned", attempt, time).value
        case .leaving: JSONRecord().adding("report", "leaving").value
        case .heartbeat: JSONRecord().adding("report", "heartbeat").value
        case .goodbye(let farewell):
            JSONRecord().adding("report", "goodbye").adding("reason", farewell.rawValue).value
        }
    }

    private static func record(_ kind: String, _ attempt: AttemptID, _ time: Int) -> JSONRecord {
        JSONRecord().adding("report", kind).adding(attempt).adding("at", time)
    }

    /// The report that a JSON object tells.
    package init(json: JSONValue) throws {
        let record = try JSONRecord(json)
        switch try record.text("report") {
        case "hello": self = .hello(try WorkerHello(record))
        case "began": self = .began(try record.attempt(), at: try record.integer("at"))
        case "spoke":
            guard let message = record.optional("message") else {
                throw WireFault.member("message")
            }
            self = .spoke(
                try record.attempt(), try TrialMessage(json: message), at: try record.integer("at"))
        case "ended":
            self = .ended(
                try record.attempt(), try AttemptReport(record), at: try record.integer("at"))
        case "returned": self = .returned(try record.attempt(), at: try record.integer("at"))
        case "leaving": self = .leaving
        case "heartbeat": self = .heartbeat
        case "goodbye":
            guard let farewell = Farewell(rawValue: try record.text("reason")) else {
                throw WireFault.member("reason")
            }
            self = .goodbye(farewell)
        case let kind: throw WireFault.unknownKind(kind)
        }
    }
}

extension WorkerHello {
    fileprivate init(_ record: JSONRecord) throws(WireFault) {
        self.init(
            host: try record.text("host"), pid: try record.integer("pid"),
            bootID: try record.text("boot_id"), startTime: try record.text("start_time"))
    }
}

extension AttemptReport {
    fileprivate func adding(to record: JSONRecord) -> JSONRecord {
        record.adding("status", status.rawValue).adding("cause", cause)
            .adding("exit_code", exitCode).adding("signal", signal)
            .adding("stderr_tail", stderrTail)
            .adding("message", end.map { TrialMessage.ended($0).json })
            .adding("wall_seconds", cost?.wallSeconds).adding("cpu_seconds", cost?.cpuSeconds)
            .adding("peak_memory_bytes", cost?.peakMemoryBytes)
    }

    fileprivate init(_ record: JSONRecord) throws {
        guard let status = TrialStatus(rawValue: try record.text("status")),
            AttemptReport.statuses.contains(status)
        else { throw WireFault.member("status") }
        self.init(
            status: status, cause: record.optional("cause")?.asText,
            exitCode: record.optional("exit_code")?.asInteger,
            signal: record.optional("signal")?.asInteger,
            stderrTail: record.optional("stderr_tail")?.asText)
        if let message = record.optional("message") {
            guard case .ended(let end) = try TrialMessage(json: message) else {
                throw WireFault.member("message")
            }
            self.end = end
        }
        guard record.optional("wall_seconds") != nil else { return }
        cost = Cost(
            wallSeconds: try record.real("wall_seconds"),
            cpuSeconds: try record.real("cpu_seconds"),
            peakMemoryBytes: try record.integer("peak_memory_bytes"))
    }
}
