import Coordinator
import Foundation
import SweepModel
import TestSupport
import Testing
import TrialProtocol

@Suite("A worker")
struct WorkerTests {
    /// A behaviour, and what is to be said of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let behaviour: String
        let status: TrialStatus
        var cause: String?
        var exitCode: Int? = 0
        var signal: Int?
        var limits = TrialLimits()

        var testDescription: String { behaviour }
    }

    static let cases = [
        Case(behaviour: "succeed 1.5", status: .succeeded),
        Case(behaviour: "diverge", status: .diverged, cause: "as asked"),
        Case(behaviour: "exit 3", status: .crashed, cause: "exited with code 3", exitCode: 3),
        Case(
            behaviour: "signal 11", status: .crashed,
            cause: "crashed with signal 11 (Segmentation fault)", exitCode: nil, signal: 11),
        Case(
            behaviour: "signal 9", status: .crashed, cause: "killed from outside (signal 9)",
            exitCode: nil, signal: 9),
        Case(
            behaviour: "hang", status: .timedOut,
            cause: "took longer than its limit of 0.2 s; raise limits: time",
            exitCode: nil, signal: 15, limits: TrialLimits(milliseconds: 200)),
        Case(
            behaviour: "ignore-term", status: .timedOut,
            cause: "took longer than its limit of 0.2 s; raise limits: time", exitCode: nil,
            signal: 9,
            limits: TrialLimits(milliseconds: 200)),
        Case(
            behaviour: "flood-output", status: .crashed,
            cause: "wrote more than 16 MiB to its standard output", exitCode: nil, signal: 15),
        Case(behaviour: "flood-errors", status: .succeeded),
        Case(
            behaviour: "eat", status: .outOfMemory,
            cause: "needed more memory than its limit of 300 MiB; raise limits: memory",
            exitCode: nil, signal: 9, limits: TrialLimits(memoryBytes: 300 << 20)),
        Case(
            behaviour: "silent", status: .crashed, cause: "exited without telling how it ended"),
        Case(behaviour: "garbage", status: .succeeded),
        Case(behaviour: "torn", status: .crashed, cause: "exited without telling how it ended"),
        Case(behaviour: "damaged", status: .crashed, cause: "exited without telling how it ended"),
        Case(
            behaviour: "boast", status: .crashed,
            cause: "told an end that is not a trial's to tell: queued"),
        Case(
            behaviour: "late-exit 4", status: .crashed, cause: "exited with code 4", exitCode: 4),
    ]

    @Test(arguments: cases)
    func `tells how a trial ended`(expected: Case) throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("t", expected.behaviour, limits: expected.limits)
        try session.order(.finish)
        try session.start()
        let result = session.wait()
        #expect(result.status == 0 && !result.wasSignalled, "\(result.errors)")
        let end = try #require(try session.ends()["t"])
        #expect(end.status == expected.status)
        #expect(end.cause == expected.cause)
        if expected.behaviour != "eat" {  // where the sample or the backstop may come first
            #expect(end.exitCode == expected.exitCode)
            #expect(end.signal == expected.signal)
        }
        #expect(try session.reports().last == .goodbye(.told))
        #expect(WorkerSession.processesLeft(mentioning: session.folder.url.path) == [])
    }
}
