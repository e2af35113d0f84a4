import Coordinator
import Foundation
import JSONText
import TestSupport
import Testing
import TrialProtocol

/// Workers' files that were damaged at random.
@Suite struct SpoolFuzzTests {
    private static let signs = "{}[]:,\"\\ \n0123456789abcdef-+.eEtrufalsn\u{0}"

    /// Values as they are written, every kind of report and order among them.
    private static let values =
        WorkerMessageTests.reports.map(\.json) + WorkerMessageTests.orders.map(\.json)

    @Test func `a worker's file gives what was written, or tells of damage`() throws {
        let folder = try TemporaryFolder()
        let log = FrameLog(path: folder.file("log").path)
        let texts = Set(Self.values.map { $0.serialized() })
        let whole = Self.values.flatMap { Frame.line(of: $0.serialized()) }
        fuzz("worker file", samples: [whole], signs: Self.signs) { bytes in
            try Data(bytes).write(to: URL(filePath: log.path))
            guard let reading = try log.read(from: 0) else { return false }
            let lines = bytes.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            return reading.values.allSatisfy { texts.contains($0.serialized()) }
                && reading.lines.count == lines.count - 1
                && reading.offset == bytes.count - lines[lines.count - 1].count
        }
    }

    /// With a checksum that fits, as if the writer itself had been wrong.
    @Test func `a line that is whole is a report or an order, or refused`() {
        let samples = Self.values.map { Array($0.serialized().utf8) }
        fuzz("worker line", samples: samples, signs: Self.signs) { bytes in
            guard let value = try? JSONValue(parsing: bytes) else { return true }
            let report = try? WorkerReport(json: value)
            let order = try? WorkerOrder(json: value)
            let isSteady = try report.map { try WorkerReport(json: $0.json) == $0 } ?? true
            return try isSteady && order.map { try WorkerOrder(json: $0.json) == $0 } ?? true
        }
    }
}
