import Foundation
import Settings
import SweepModel
import TestSupport
import Testing
import TrialProtocol
import TrialTraining

/// Specifications, messages and checkpoints made at random from right ones.
@Suite struct TrialFuzzTests {
    private static let signs = "{}[]:,\"\\ 0123456789-+.eEtrufalsn"

    private static func text(_ specification: TrialSpecification) -> [UInt8] {
        Frame.text(of: specification.file.dropLast()) ?? []
    }

    /// Framed as it should be, so that what is behind the checksum is tried as well.
    @Test func `a specification is read to the same bytes again, or refused`() throws {
        let samples = [
            Self.text(SpecificationTests.specification),
            Self.text(try LogisticTrial.specification()),
        ]
        fuzz("specification", samples: samples, signs: Self.signs) { bytes in
            let text = String(decoding: bytes.filter { $0 != 10 }, as: UTF8.self)
            do {
                let read = try TrialSpecification(file: Frame.line(of: text))
                let again = try TrialSpecification(file: read.file)
                guard again.file == read.file else { return false }
                try Self.train(read)
                return true
            } catch is ProtocolFault { return true }
        }
    }

    /// Trains one that is small enough for a test: whatever was read can be run.
    private static func train(_ specification: TrialSpecification) throws {
        let settings = specification.settings
        guard settings.steps <= 300, settings.lbfgsSteps <= 60, settings.collocationPoints < 200,
            settings.layers * settings.neurons < 100
        else { return }
        guard let training = try? SpecifiedTraining(specification) else { return }
        training.run { _ in }
    }

    @Test func `an unframed specification is refused`() throws {
        let file = try LogisticTrial.specification().file
        fuzz("specification file", samples: [file], signs: Self.signs) { bytes in
            do { return try TrialSpecification(file: bytes).file == file } catch is ProtocolFault {
                return true
            }
        }
    }

    @Test func `a message is read to the same value again, or refused`() throws {
        let lines = try LogisticTrial.messages(LogisticTrial.specification()).map(\.line)
        let samples = lines.compactMap { Frame.text(of: $0.dropLast()) }
        fuzz("message", samples: samples, signs: Self.signs) { bytes in
            do {
                let message = try TrialMessage(text: bytes)
                let text = try #require(Frame.text(of: message.line.dropLast()))
                // Written again: a number that is none equals nothing.
                return try TrialMessage(text: text).line == message.line
            } catch is ProtocolFault { return true }
        }
    }

    @Test func `a checkpoint is gone on from, or the trial starts over`() throws {
        let specification = try LogisticTrial.specification([
            "steps": .integer(20), "lbfgs_steps": .integer(10),
        ])
        let folder = try TemporaryFolder()
        let file = folder.file("t.checkpoint")
        var samples: [[UInt8]] = []
        try SpecifiedTraining(specification).run(
            checkpoint: CheckpointFile(path: file.path, seconds: 0), note: { _ in },
            send: { _ in
                if let bytes = try? Data(contentsOf: file) { samples.append(Array(bytes)) }
            })
        #expect(samples.count > 3)
        fuzz("checkpoint", samples: samples, signs: "\u{0}\u{1}\u{2}\u{7F}", finish: Self.checked) {
            bytes in
            try Data(bytes).write(to: file)
            var messages: [TrialMessage] = []
            try SpecifiedTraining(specification).run(
                checkpoint: CheckpointFile(path: file.path, seconds: 1000), note: { _ in },
                send: { messages.append($0) })
            guard case .ended(let end)? = messages.last else { return false }
            return end.steps <= 30
        }
    }

    /// With a checksum that fits, so that what is behind it is tried as well.
    private static func checked(_ bytes: [UInt8]) -> [UInt8] {
        let body = bytes.dropLast(4)
        let checksum = CRC32.checksum(of: body)
        return body + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
    }
}
