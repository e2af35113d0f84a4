import Coordinator
import SweepModel
import SweepStore
import Testing

/// The ranking against answers worked out by hand.
@Suite struct RankingTests {
    private let sample: Sample

    init() throws {
        sample = try Sample()
    }

    /// What became of one replicate. The truth of PSB is 28, of PSE 112.
    private enum End {
        /// Succeeded with PSB at this multiple of its truth.
        case fold(Double)
        case holdout(Double)
        case failed(TrialStatus)
        case open
    }

    /// Runs a sweep whose configurations end so, and returns their ids.
    private func run(
        _ ends: [[End]], truths: [Double?] = [28, 112]
    ) throws -> [ConfigurationID] {
        let entry = try entry(
            rates: ends.indices.map { 0.5 / Double($0 + 1) }, replicates: ends[0].count,
            truths: truths)
        try sample.store.insert(entry, at: 1)
        try sample.registerWorker()
        for (configuration, replicates) in ends.enumerated() {
            for (replicate, end) in replicates.enumerated() {
                let trial = entry.trial(configuration, replicate)
                switch end {
                case .fold(let fold): try sample.finish(trial, estimates: [28 * fold, 112])
                case .holdout(let loss):
                    try sample.finish(trial, estimates: [56, 56], holdout: loss)
                case .failed(let status): try sample.finish(trial, status, estimates: [28, 112])
                case .open: break
                }
            }
        }
        return entry.plan.configurations.map(\.id)
    }

    private func ranking() throws -> [String] {
        try sample.rows(
            """
            SELECT rank, configuration, replicates, succeeded, recovery_error, loss_holdout,
                ranked_by
            FROM ranking ORDER BY rank
            """)
    }

    @Test func `the median of three counts failures as infinite`() throws {
        let ids = try run([
            [.fold(2), .fold(1.5), .fold(0.5)],  // 1, 0.5, 1: the median is 1
            [.failed(.diverged), .fold(1.25), .fold(1.5)],  // 0.25, 0.5, ∞: 0.5
            [.fold(1), .failed(.timedOut), .failed(.stalled)],  // 0, ∞, ∞: none
        ])
        #expect(
            try ranking() == [
                "1|\(ids[1])|3|2|0.5||recovery_error", "2|\(ids[0])|3|3|1.0||recovery_error",
                "3|\(ids[2])|3|1|||recovery_error",
            ])
    }

    @Test func `the median of two is the upper one`() throws {
        let ids = try run([
            [.fold(2), .fold(1)], [.fold(1.5), .fold(1.5)], [.fold(1), .failed(.lost)],
        ])
        #expect(
            try ranking() == [
                "1|\(ids[1])|2|2|0.5||recovery_error", "2|\(ids[0])|2|2|1.0||recovery_error",
                "3|\(ids[2])|2|1|||recovery_error",
            ])
    }

    @Test func `ties, also among those that all failed, are broken by id`() throws {
        let ids = try run([
            [.fold(2)], [.failed(.crashed)], [.fold(0.5)], [.failed(.outOfMemory)],
        ])
        let (low, high) = ids[0] < ids[2] ? (ids[0], ids[2]) : (ids[2], ids[0])
        let failed = [ids[1], ids[3]].sorted()
        #expect(
            try ranking() == [
                "1|\(low)|1|1|1.0||recovery_error", "2|\(high)|1|1|1.0||recovery_error",
                "3|\(failed[0])|1|0|||recovery_error", "4|\(failed[1])|1|0|||recovery_error",
            ])
    }

    @Test func `an infinite error is as bad as a failure`() throws {
        let ids = try run([[.fold(.infinity)], [.fold(1000)]])
        #expect(
            try ranking() == [
                "1|\(ids[1])|1|1|999.0||recovery_error", "2|\(ids[0])|1|1|||recovery_error",
            ])
    }

    @Test func `a configuration is ranked when all its replicates have ended`() throws {
        let ids = try run([[.fold(1), .open], [.fold(2), .fold(2)]])
        #expect(try ranking() == ["1|\(ids[1])|2|2|1.0||recovery_error"])
    }

    @Test(arguments: [[nil, nil], [28, nil]] as [[Double?]])
    func `without every truth the held-out loss ranks`(truths: [Double?]) throws {
        let ids = try run(
            [
                [.holdout(0.5), .holdout(0.25), .failed(.diverged)],  // 0.25, 0.5, ∞: 0.5
                [.holdout(0.375), .holdout(0.125), .holdout(2)],  // 0.375
            ], truths: truths)
        let known = truths[0] == nil ? "" : "1.0"
        #expect(
            try ranking() == [
                "1|\(ids[1])|3|3|\(known)|0.375|loss_holdout",
                "2|\(ids[0])|3|2|\(known)|0.5|loss_holdout",
            ])
        #expect(try sample.store.runState(of: "tuning").best == 0.125)
    }

    @Test func `each sweep has its own ranks`() throws {
        let ids = try run([[.fold(2)], [.fold(1)]])
        try sample.store.insert(entry("half", rates: [0.5], replicates: 1), at: 2)
        #expect(
            try sample.rows("SELECT sweep, rank, configuration FROM ranking ORDER BY 1, 2")
                == ["half|1|\(ids[0])", "tuning|1|\(ids[1])", "tuning|2|\(ids[0])"])
    }
}
