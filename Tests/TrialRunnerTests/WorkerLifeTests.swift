import Coordinator
import Foundation
import SweepModel
import TestSupport
import Testing
import TrialProtocol

@Suite("A worker's life")
struct WorkerLifeTests {
    /// Seconds for `sleep`, different in every test: what its process is found by.
    static func nonce() -> String { "1000.\(UInt32.random(in: 1_000_000...9_999_999))" }

    @Test(arguments: ["leak", "escape"])
    func `ends what a trial leaves behind, and says so`(behaviour: String) throws {
        let nonce = Self.nonce()
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("t", "\(behaviour) \(nonce)")
        try session.start()
        try session.wait { if case .ended = $0 { true } else { false } }
        #expect(WorkerSession.processes(mentioning: "sleep\u{0}\(nonce)") == [])
        let end = try session.ends()["t"]
        #expect(end?.status == .succeeded)
        // What escapes from the session may be ended before the trial is.
        #expect(behaviour == "escape" || end?.stderrTail == "[1 processes left behind, ended]\n")
        try session.order(.finish)
        session.wait()
    }

    @Test func `ends a trial's whole tree with it`() throws {
        let nonce = Self.nonce()
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease(
            "t", "leak-and-hang \(nonce)", limits: TrialLimits(milliseconds: 300))
        try session.order(.finish)
        try session.start()
        session.wait()
        #expect(try session.ends()["t"]?.status == .timedOut)
        #expect(WorkerSession.processes(mentioning: nonce) == [])
    }

    @Test func `keeps what a trial last told where its time is over`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("t", "report-and-hang", limits: TrialLimits(milliseconds: 500))
        try session.order(.finish)
        try session.start()
        session.wait()
        let end = try #require(try session.ends()["t"])
        #expect(end.status == .timedOut)
        #expect(end.end?.steps == 3)
        #expect(end.end?.estimates == [3])
        #expect(end.end?.losses == LossValues(data: 1, initial: 2, residual: 3))
    }

    @Test func `stops an allocation that no look at memory would see in time`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("t", "gulp", limits: TrialLimits(memoryBytes: 100 << 20))
        try session.order(.finish)
        try session.start()
        session.wait()
        let end = try #require(try session.ends()["t"])
        #expect(end.status == .outOfMemory, "\(end)")
        #expect(try #require(end.cost).peakMemoryBytes < 400 << 20)
    }

    @Test func `does not wait for ever for a trial that has told its end`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("t", "linger")
        try session.order(.finish)
        try session.start()
        session.wait()
        let end = try session.ends()["t"]
        #expect(end?.status == .crashed)
        #expect(end?.cause == "told its end but did not exit for 5 s")
    }

    /// As a batch system ends a job: all its processes, those below first.
    @Test(arguments: [true, false])
    func `a trial that is terminated has failed, but not where its worker is too`(
        isWorkerToo: Bool
    ) throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        let attempt = try session.lease("t", "sleep 20000")
        let specification = session.spool.specification(of: attempt, at: session.worker)
        try session.start()
        try session.wait { if case .began = $0 { true } else { false } }
        var trials: [Int32] = []
        while trials.isEmpty { trials = WorkerSession.processes(mentioning: specification) }
        #expect(kill(try #require(trials.first), SIGTERM) == 0)
        usleep(50_000)
        if isWorkerToo { kill(session.pid, SIGTERM) } else { try session.order(.finish) }
        session.wait()
        let end = try #require(try session.ends()["t"])
        #expect(end.status == (isWorkerToo ? .cancelled : .crashed), "\(end)")
    }

    @Test func `measures what a trial took`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("t", "sleep 300")
        try session.order(.finish)
        try session.start()
        session.wait()
        let cost = try #require(try session.ends()["t"]?.cost)
        #expect(cost.wallSeconds >= 0.3)
        #expect(cost.cpuSeconds < 0.3)
        #expect((1 << 20...100 << 20).contains(cost.peakMemoryBytes))
    }

    @Test func `keeps the last lines of standard error, and counts stray output`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("errors", "flood-errors")
        try session.lease("garbage", "garbage")
        try session.order(.finish)
        try session.start()
        session.wait()
        let tail = try #require(try session.ends()["errors"]?.stderrTail)
        #expect(tail.hasPrefix("line ") && tail.hasSuffix("line 199999 of many\n"))
        #expect(tail.utf8.count <= 4096)
        #expect(
            try session.ends()["garbage"]?.stderrTail
                == "[3 lines on standard output that are no messages]\n")
    }

    @Test func `keeps all that a trial that failed has said, up to 64 KiB`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("some", "fail-loudly 2000")
        try session.lease("much", "fail-loudly 20000")
        try session.order(.finish)
        try session.start()
        session.wait()
        let some = try #require(try session.ends()["some"]?.stderrTail)
        #expect(some == (0..<2000).map { "line \($0) of many\n" }.joined())
        let much = try #require(try session.ends()["much"]?.stderrTail)
        #expect(much.hasPrefix("line ") && much.hasSuffix("line 19999 of many\n"))
        #expect((65_000...65_536).contains(much.utf8.count))
    }

    @Test func `gives a lease back that is recalled, unless it has begun`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms(slots: 1)))
        let first = try session.lease("a", "sleep 300")
        let second = try session.lease("b", "succeed 1")
        let third = try session.lease("c", "succeed 1")
        try session.start()
        try session.wait { if case .began(first, _) = $0 { true } else { false } }
        try session.order(.recall(second), .recall(first), .finish)
        session.wait()
        #expect(try session.ends().keys.sorted() == [first.trial.text, third.trial.text])
        let returned = try session.reports().filter {
            if case .returned = $0 { true } else { false }
        }
        #expect(returned.count == 1)
        if case .returned(let attempt, _) = returned.first { #expect(attempt == second) }
    }

    @Test func `kills a fenced trial and says no more of it`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms(slots: 1)))
        let first = try session.lease("a", "ignore-term")
        let second = try session.lease("b", "succeed 1")
        let third = try session.lease("c", "succeed 1")
        try session.start()
        try session.wait { if case .began(first, _) = $0 { true } else { false } }
        try session.order(.fence(first), .fence(second), .finish)
        session.wait()
        #expect(try session.ends().keys.sorted() == [third.trial.text])
        #expect(WorkerSession.processesLeft(mentioning: session.folder.url.path) == [])
    }

    /// How a worker may be made to leave.
    enum Parting: CaseIterable {
        case stop, terminate, silence, burial
    }

    @Test(arguments: Parting.allCases)
    func `gives back what waits and ends what runs when it leaves`(parting: Parting) throws {
        let session = try WorkerSession()
        try session.order(
            .begin(
                WorkerSession.terms(slots: 1, silenceLimit: parting == .silence ? 300 : 20_000)))
        let first = try session.lease("a", "ignore-term")
        let second = try session.lease("b", "succeed 1")
        try session.start()
        try session.wait { if case .began(first, _) = $0 { true } else { false } }
        switch parting {
        case .stop: try session.order(.stop)
        case .terminate: kill(session.pid, SIGTERM)
        case .silence: break
        case .burial:
            try FileManager.default.removeItem(atPath: session.spool.folder(of: .init("w1")))
        }
        let result = session.wait()
        #expect(!result.wasSignalled)
        #expect(WorkerSession.processesLeft(mentioning: session.folder.url.path) == [])
        guard parting != .burial else { return }
        #expect(try session.ends().mapValues(\.status) == ["a": .cancelled])
        #expect(
            try session.reports().contains {
                if case .returned(second, _) = $0 { true } else { false }
            })
        let farewells: [Parting: WorkerReport.Farewell] = [
            .stop: .told, .terminate: .terminated, .silence: .silence,
        ]
        #expect(try session.reports().last == farewells[parting].map { .goodbye($0) })
    }

    @Test func `takes its trials along when it is killed`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        let first = try session.lease("a", "ignore-term")
        let second = try session.lease("b", "hang")
        try session.start()
        for attempt in [first, second] {
            try session.wait { if case .began(attempt, _) = $0 { true } else { false } }
        }
        kill(session.pid, SIGKILL)
        session.wait()
        #expect(WorkerSession.processesLeft(mentioning: session.folder.url.path) == [])
    }

    @Test func `says why where it cannot start trials`() throws {
        let session = try WorkerSession()
        try session.order(.begin(WorkerSession.terms()))
        try session.lease("a", "succeed 1")
        try session.start(environment: ["FIXTURE_TRIAL": "/no/such/trial"])
        let result = session.wait()
        #expect(result.status == EX_IOERR)
        #expect(result.errors == "cannot start /no/such/trial: No such file or directory\n")
    }
}
