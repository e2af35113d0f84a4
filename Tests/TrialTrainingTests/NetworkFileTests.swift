import Foundation
import Settings
import SweepModel
import TestSupport
import Testing
import TrialProtocol
import TrialTraining

@Suite struct NetworkFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("t.network").path }

    init() throws { folder = try TemporaryFolder() }

    /// The network that a trial leaves, nil where it leaves none.
    private func network(_ settings: [String: SettingValue]) throws -> NetworkFile? {
        let specification = try LogisticTrial.specification(settings)
        try SpecifiedTraining(specification).run(network: path) { _ in }
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return try NetworkFile(bytes: Array(bytes))
    }

    @Test func `A trial leaves its network, and its bytes read as what was written`() throws {
        let network = try #require(try network(["steps": .integer(20)]))
        #expect(network.origin == TrialCheckpoint.Origin(trial: TrialID("0123456789abcdef")))
        // 1 to 16 to 16 to 1, with biases, and one unknown.
        #expect(network.parameters.count == 32 + 272 + 17 + 1)
        #expect(try NetworkFile(bytes: network.bytes) == network)
    }

    @Test func `A trial of no steps or one that diverged leaves none`() throws {
        #expect(try network(["steps": .integer(0)]) == nil)
        #expect(try network(["learning_rate": .real(1e200)]) == nil)
    }

    @Test func `A network that cannot be written is noted, and the trial ends as ever`() throws {
        var notes: [String] = []
        var messages: [TrialMessage] = []
        let specification = try LogisticTrial.specification(["steps": .integer(5)])
        try SpecifiedTraining(specification).run(
            network: folder.file("no/where").path, note: { notes.append($0) },
            send: { messages.append($0) })
        #expect(try messages == LogisticTrial.messages(specification))
        #expect(notes.count == 1 && notes[0].contains("the network cannot be kept"))
    }

    @Test func `Any flipped bit and any cut is recognised`() throws {
        let bytes = try #require(try network(["steps": .integer(5)])).bytes
        for place in stride(from: 0, to: bytes.count, by: 7) {
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(place % 8)
            #expect(throws: CheckpointFault.damaged) { try NetworkFile(bytes: damaged) }
            #expect(throws: CheckpointFault.damaged) {
                try NetworkFile(bytes: Array(bytes.prefix(place)))
            }
        }
    }
}
