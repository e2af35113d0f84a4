import Coordinator
import SweepModel
import SweepStore
import Testing

@Suite struct NetworkTests {
    private let sample: Sample

    init() throws {
        sample = try Sample()
        try sample.registerWorker()
    }

    /// Ends the first replicate of a configuration with PSB at a multiple of its truth of 28.
    private func finish(
        _ entry: SweepEntry, _ configuration: Int, fold: Double,
        _ status: TrialStatus = .succeeded
    ) throws -> Bool {
        let trial = entry.trial(configuration, 0)
        try sample.finish(trial, status, estimates: [28 * fold, 112])
        let change = StoreChange.trained(
            AttemptID(trial: trial, number: 1), network: [UInt8(configuration)])
        return try sample.store.commit([change]) == [true]
    }

    /// Configurations whose networks are kept.
    private func kept(_ entry: SweepEntry) throws -> [Int] {
        try entry.plan.configurations.indices.filter { index in
            let network = try sample.store.network(of: entry.trial(index, 0))
            if let network { #expect(network == [UInt8(index)]) }
            return network != nil
        }
    }

    private func entry(_ name: String, count: Int, seed: UInt64 = 7) throws -> SweepEntry {
        try SweepStoreTests.entry(
            name, rates: (1...count).map { 1 / Double($0) }, replicates: 1, seed: seed)
    }

    @Test func `the ten best networks of a sweep are kept, whatever the order of the ends`() throws
    {
        let entry = try entry("tuning", count: 13)
        try sample.store.insert(entry, at: 1)
        // Errors of 1.1 to 2.3, the best ones ending in the middle.
        for configuration in [9, 10, 11, 12, 0, 1, 2, 3, 4, 5, 6, 7, 8] {
            #expect(try finish(entry, configuration, fold: 2.1 + Double(configuration) / 10))
        }
        #expect(try kept(entry) == Array(0..<10))
    }

    @Test func `each sweep has its own best`() throws {
        let (good, bad) = (try entry("good", count: 11), try entry("bad", count: 2, seed: 8))
        for entry in [good, bad] { try sample.store.insert(entry, at: 1) }
        #expect(try finish(bad, 0, fold: 50) && finish(bad, 1, fold: 60))
        for configuration in 0..<11 {
            #expect(try finish(good, configuration, fold: 2 + Double(configuration)))
        }
        #expect(try kept(good) == Array(0..<10))
        #expect(try kept(bad) == [0, 1])
    }

    @Test func `a trial that did not succeed, or another attempt, leaves none`() throws {
        let entry = try entry("tuning", count: 2)
        try sample.store.insert(entry, at: 1)
        #expect(try !finish(entry, 0, fold: 2, .diverged))
        #expect(try finish(entry, 1, fold: 2))
        let other = AttemptID(trial: entry.trial(1, 0), number: 2)
        #expect(try sample.store.commit([.trained(other, network: [9])]) == [false])
        #expect(try kept(entry) == [1])
    }
}
