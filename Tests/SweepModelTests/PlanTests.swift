import Settings
import SweepModel
import Testing

struct PlanTests {
    private func plan(_ layers: [Int], replicates: Int, seed: UInt64 = 0) throws -> Plan {
        Plan(
            configurations: Configurations(
                try layers.map {
                    Configuration(settings: try TrialSettings(["layers": .integer($0)]))
                }),
            replicates: replicates, seed: seed, expanded: layers.count, excluded: 0, merged: 0)
    }

    @Test func `trials go replicate by replicate`() throws {
        let trials = Array(try plan([1, 2], replicates: 2).trials(problemDigest: "p"))
        #expect(trials.map(\.configuration.settings.layers) == [1, 2, 1, 2])
        #expect(trials.map(\.replicate) == [0, 0, 1, 1])
        #expect(Set(trials.map(\.id)).count == 4)
    }

    @Test func `problem, seed, replicate and settings each change a trial's id`() throws {
        let ids = [
            try plan([1], replicates: 1).trial(at: 0, problemDigest: "p").id,
            try plan([1], replicates: 1).trial(at: 0, problemDigest: "q").id,
            try plan([1], replicates: 1, seed: 1).trial(at: 0, problemDigest: "p").id,
            try plan([1], replicates: 2).trial(at: 1, problemDigest: "p").id,
            try plan([2], replicates: 1).trial(at: 0, problemDigest: "p").id,
        ]
        #expect(Set(ids).count == ids.count)
    }

    /// Made with `printf '…\np\n0\n0\n3\n' | sha256sum | cut -c 1-16`.
    @Test func `a known trial keeps its id`() throws {
        #expect(
            try plan([2], replicates: 1).trial(at: 0, problemDigest: "p").id.text
                == "e0b971b09052af9b")
    }
}
