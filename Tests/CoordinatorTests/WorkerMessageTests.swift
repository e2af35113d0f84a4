import Coordinator
import Foundation
import JSONText
import SweepModel
import TestSupport
import Testing
import TrialProtocol

@Suite("The files between coordinator and worker")
struct WorkerMessageTests {
    static let attempt = AttemptID(trial: TrialID("00ff"), number: 3)

    static let orders: [WorkerOrder] = [
        .begin(WorkerTerms(slots: 2, heartbeat: 3, silenceLimit: 4, killGrace: 5)),
        .lease(attempt, TrialLimits()),
        .lease(attempt, TrialLimits(milliseconds: 1500, memoryBytes: 1 << 30)),
        .recall(attempt), .fence(attempt), .heartbeat, .finish, .stop,
    ]

    static let losses = LossValues(data: 0.1, initial: .infinity, residual: 1e-300)

    static let reports: [WorkerReport] = [
        .hello(WorkerHello(host: "node \"1\"\n", pid: 7, bootID: "b", startTime: "99")),
        .began(attempt, at: 1),
        .spoke(attempt, .started(machineType: "x86_64"), at: 2),
        .spoke(
            attempt,
            .progress(CurvePoint(step: 1, losses: losses, estimates: [1.5, -.infinity])), at: 3),
        .ended(
            attempt,
            AttemptReport(
                status: .succeeded, exitCode: 0, stderrTail: "last\nlines",
                end: TrialEnd(
                    status: .succeeded, cause: nil, steps: 9, losses: losses, estimates: [1, 2]),
                cost: Cost(wallSeconds: 1.5, cpuSeconds: 1, peakMemoryBytes: 1 << 40)), at: 4),
        .ended(attempt, AttemptReport(status: .crashed, cause: "c", signal: 11), at: 5),
        .returned(attempt, at: 6), .heartbeat, .goodbye(.silence), .goodbye(.told),
        .goodbye(.terminated),
    ]

    @Test(arguments: orders)
    func `an order is read as it was written`(order: WorkerOrder) throws {
        let text = order.json.serialized()
        #expect(try WorkerOrder(json: JSONValue(parsing: text)) == order)
    }

    @Test(arguments: reports)
    func `a report is read as it was written`(report: WorkerReport) throws {
        let text = report.json.serialized()
        #expect(try WorkerReport(json: JSONValue(parsing: text)) == report)
    }

    @Test(arguments: [
        #"{}"#, #"[]"#, #"{"report": "applause"}"#, #"{"report": "began", "trial": "t"}"#,
        #"{"report": "ended", "trial": "t", "attempt": 1, "at": 1, "status": "queued"}"#,
        #"{"report": "goodbye", "reason": "bored"}"#,
    ])
    func `what is no report is refused`(text: String) throws {
        let json = try JSONValue(parsing: text)
        #expect(throws: (any Error).self) { try WorkerReport(json: json) }
        #expect(throws: (any Error).self) { try WorkerOrder(json: json) }
    }

    @Test func `a reader takes whole lines only, and leaves damaged ones out`() throws {
        let folder = try TemporaryFolder()
        let log = FrameLog(path: folder.file("log").path)
        #expect(try log.read(from: 0) == nil)
        try log.append([.integer(1), .integer(2)]) {}
        let first = try #require(try log.read(from: 0))
        #expect(first.values == [.integer(1), .integer(2)])
        struct Cut: Error {}
        #expect(throws: Cut.self) { try log.append([.text("a long text")]) { throw Cut() } }
        let second = try #require(try log.read(from: first.offset))
        #expect(second.values.isEmpty)
        #expect(second.offset == first.offset)
        try log.append([.integer(3), .integer(4)]) {}
        let third = try #require(try log.read(from: second.offset))
        #expect(third.lines == [nil, .integer(4)])
    }
}
