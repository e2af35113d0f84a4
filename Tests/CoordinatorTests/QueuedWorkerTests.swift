import Coordinator
import CoordinatorDoubles
public import SweepModel
import Testing

/// Runs whose workers wait in the queue of a batch system.
@Suite struct QueuedWorkerTests {
    /// A run, its clock and what it last asked for.
    final class Session {
        var run: Run
        var now = Moment(monotonic: 1000, unix: 1_700_000_000_000)
        private var offset = 0

        init(trials: Int, workers: Int, slots: Int = 1) throws {
            let store = try InMemoryStore(trials: trials)
            var serial = 0
            run = Run(
                store.runState(of: "s"),
                purpose: Run.Purpose(
                    limits: Limits(),
                    policy: RunPolicy(
                        workers: workers, slots: slots, leaseExpiry: 10_000, silenceLimit: 5000,
                        workersQueue: true, idleLimit: 1000),
                    unknowns: [("k", 1)],
                    freshWorkerID: {
                        serial += 1
                        return WorkerID("w\(serial)")
                    }), now: now)
        }

        func settle(after milliseconds: Int = 10) -> Turn {
            now.monotonic += milliseconds
            return run.settle(now: now)
        }

        func read(_ reports: WorkerReport..., of worker: WorkerID) {
            offset += 1
            run.take(.read(worker, reports, offset: offset), now: now)
        }

        func join(_ workers: WorkerID...) {
            for worker in workers {
                let hello = WorkerHello(host: "n", pid: 1, bootID: "b", startTime: "1")
                read(.hello(hello), of: worker)
            }
        }

        func ended(_ worker: WorkerID, _ manner: WorkerExit.Manner) {
            run.take(
                .workerEnded(WorkerExit(worker: worker, manner: manner, cause: "ended")), now: now)
        }
    }

    static func leases(_ turn: Turn, to worker: WorkerID) -> [AttemptID] {
        turn.postings.compactMap { posting in
            if posting.worker == worker, case .lease(let attempt, _) = posting.order {
                attempt
            } else {
                nil
            }
        }
    }

    @Test func `the wait in the queue does not count as work`() throws {
        let session = try Session(trials: 3, workers: 1)
        let worker = try #require(session.settle().launches.first)
        _ = session.settle(after: 600_000)
        session.join(worker)
        let attempt = try #require(Self.leases(session.settle(), to: worker).first)
        session.read(.began(attempt, at: 0), of: worker)
        session.now.monotonic += 1990
        session.read(.ended(attempt, AttemptReport(status: .diverged), at: 0), of: worker)
        let rates = session.settle().notices.compactMap { notice -> Double? in
            if case .progress(let progress) = notice { progress.rate } else { nil }
        }
        #expect(rates.last == 0.5, "\(rates)")
    }

    @Test func `a stop gives no order to those that wait in the queue`() throws {
        let session = try Session(trials: 4, workers: 2)
        let launched = session.settle().launches
        #expect(launched.count == 2)
        session.join(launched[0])
        _ = session.settle()
        session.run.take(.stopRequested(1), now: session.now)
        let turn = session.settle()
        #expect(turn.closed == [launched[1]])
        #expect(turn.postings.map(\.worker) == [launched[0]])
    }

    @Test func `asks for no more workers than have something to do`() throws {
        let session = try Session(trials: 5, workers: 8, slots: 2)
        #expect(session.settle().launches.count == 3)
        #expect(session.settle().launches == [])
    }

    @Test func `lets them wait for as long as it takes`() throws {
        let session = try Session(trials: 2, workers: 2)
        let launched = session.settle().launches
        #expect(launched.count == 2)
        let turn = session.settle(after: 3_600_000)
        #expect(turn.kills == [] && turn.launches == [] && turn.postings == [])
        session.join("w1")
        #expect(Self.leases(session.settle(), to: "w1").count == 1)
    }

    @Test func `counts the silence of one that has begun and says nothing`() throws {
        let session = try Session(trials: 1, workers: 1)
        _ = session.settle()
        session.run.take(.workerBegun("w1"), now: session.now)
        for _ in 0..<9 { #expect(session.settle(after: 1000).kills == []) }
        #expect(session.settle(after: 2000).kills == ["w1"])
    }

    @Test func `takes a goodbye for the end, and sends the next`() throws {
        let session = try Session(trials: 3, workers: 1)
        _ = session.settle()
        session.join("w1")
        #expect(!Self.leases(session.settle(), to: "w1").isEmpty)
        session.read(.leaving, .goodbye(.timeIsUp), of: "w1")
        let turn = session.settle()
        #expect(turn.closed == ["w1"] && turn.launches == ["w2"])
        #expect(!turn.notices.contains { if case .workerLost = $0 { true } else { false } })
    }

    @Test func `gives no lease to one that is leaving`() throws {
        let session = try Session(trials: 9, workers: 1)
        _ = session.settle()
        session.join("w1")
        let first = Self.leases(session.settle(), to: "w1")
        session.read(.began(first[0], at: 1), .leaving, of: "w1")
        session.read(.returned(first[1], at: 1), of: "w1")
        #expect(Self.leases(session.settle(), to: "w1") == [])
    }

    @Test func `lets idle workers go, and those that are not needed any more`() throws {
        let session = try Session(trials: 3, workers: 3)
        _ = session.settle()
        session.join("w1", "w2")
        let turn = session.settle()
        for worker: WorkerID in ["w1", "w2"] {
            let attempt = try #require(Self.leases(turn, to: worker).first)
            session.read(
                .began(attempt, at: 1), .ended(attempt, AttemptReport(status: .succeeded), at: 2),
                of: worker)
        }
        // One trial is left, and is one worker's; the third need not come.
        let next = session.settle()
        let idle: WorkerID = Self.leases(next, to: "w1").isEmpty ? "w1" : "w2"
        #expect(next.kills == ["w3"])
        _ = session.settle()
        #expect(session.settle(after: 500).postings.allSatisfy { $0.order != .finish })
        let told = session.settle(after: 600).postings.filter { $0.order == .finish }
        #expect(told.map(\.worker) == [idle])
        session.read(.goodbye(.told), of: idle)
        let last = session.settle()
        #expect(last.closed == [idle] && last.launches == [])
    }

    @Test func `does not believe that one is gone which speaks`() throws {
        let session = try Session(trials: 1, workers: 1)
        _ = session.settle()
        session.join("w1")
        _ = session.settle()
        session.ended("w1", .vanished)
        #expect(session.settle().closed == [])
        session.now.monotonic += 11_000
        session.ended("w1", .vanished)
        #expect(session.settle().closed == ["w1"])
    }

    @Test func `ends at once where no worker can be had, but not while others work`() throws {
        let session = try Session(trials: 4, workers: 2)
        _ = session.settle()
        session.ended("w1", .refused)
        #expect(session.run.verdict == nil, "the other may still come")
        session.ended("w2", .refused)
        #expect(session.run.end == .gaveUp(cause: "no worker can be started: ended"))
        let other = try Session(trials: 4, workers: 2)
        _ = other.settle()
        other.join("w1")
        _ = other.settle()
        other.ended("w2", .refused)
        #expect(other.run.verdict == nil)
    }

    @Test func `cancels those that wait when it stops`() throws {
        let session = try Session(trials: 2, workers: 2)
        _ = session.settle()
        session.join("w1")
        session.run.take(.stopRequested(1), now: session.now)
        let turn = session.settle()
        #expect(turn.kills == ["w2"] && turn.closed == ["w2"])
        session.read(.goodbye(.told), of: "w1")
        _ = session.settle()
        #expect(session.run.end == .interrupted)
    }
}

extension WorkerID: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}
