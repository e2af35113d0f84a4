import Foundation
import SweepStore
import TestSupport
import Testing

/// What reading leaves beside a store.
@Suite struct TraceTests {
    private let sample: Sample

    init() throws {
        sample = try Sample()
        try sample.store.insert(entry(), at: 1)
    }

    private var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: sample.folder.url.path).sorted()
        }
    }

    /// Reads by a query and as a report does.
    private func sweeps() throws -> [[String]] {
        let reader = try SweepStore(sample.files, mode: .reading)
        return [try sample.rows("SELECT sweep FROM sweeps ORDER BY 1"), try reader.sweepNames()]
    }

    @Test func `whoever reads a store that nobody writes leaves nothing beside it`() throws {
        try sample.store.close()
        #expect(try names == ["store.sqlite"])
        #expect(try sweeps() == [["tuning"], ["tuning"]])
        #expect(try names == ["store.sqlite"])
    }

    @Test func `whoever reads beside a writer takes nothing from it, with an empty log too`() throws
    {
        try sample.store.close()
        let writer = try SweepStore(sample.files, mode: .existing)
        #expect(try sweeps() == [["tuning"], ["tuning"]])
        let log = sample.folder.file("store.sqlite-wal").path
        #expect(FileManager.default.fileExists(atPath: log))
        try writer.insert(SweepStoreTests.entry("other"), at: 2)
        #expect(try sweeps() == [["other", "tuning"], ["other", "tuning"]])
        try writer.close()
        #expect(try names == ["store.sqlite"])
        #expect(try sweeps() == [["other", "tuning"], ["other", "tuning"]])
    }

    @Test func `the log of a killed writer stays, with what it had committed`() throws {
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                at: sample.folder.file("store.sqlite" + suffix),
                to: sample.folder.file("killed.sqlite" + suffix))
        }
        let files = StoreFiles(sample.folder.file("killed.sqlite").path)
        for _ in 0..<2 {
            #expect(try rowsOf(files, "SELECT sweep FROM sweeps") == ["tuning"])
            let log = try Data(contentsOf: sample.folder.file("killed.sqlite-wal"))
            #expect(!log.isEmpty)
        }
    }
}
