import Foundation
import TestSupport
import Testing

/// What a killed run left in its files, damaged before the next one reads it.
@Suite("Damaged files of a killed run", .serialized)
struct LeftFilesTests {
    /// A run that was killed while its worker's results were not yet accepted.
    static func killed(steps: Int, _ environment: [String: String]) throws -> SweepFolder {
        let sweep = try SweepFolder(steps: steps)
        let launch = try sweep.titrate("launch", "sweep.yaml", environment: environment)
        #expect(launch.wasSignalled, "\(launch.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        return sweep
    }

    /// The worker's file of reports.
    static func reports(in sweep: SweepFolder) throws -> URL {
        let folder = sweep.store.path + ".spool/w"
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
        return URL(filePath: "\(folder)/\(name)/out.log")
    }

    /// What is done to a worker's reports.
    enum Harm: CaseIterable {
        case lastLineCut, lastLineGarbled, middleGarbled, emptied, removed, zeros

        func `do`(to file: URL) throws {
            var bytes = try Data(contentsOf: file)
            #expect(bytes.count > 500)
            switch self {
            case .lastLineCut: bytes.removeLast(20)
            case .lastLineGarbled: bytes[bytes.count - 30] ^= 0x40
            case .middleGarbled: bytes[bytes.count / 2] ^= 0x01
            case .emptied: bytes = Data()
            case .removed: return try FileManager.default.removeItem(at: file)
            case .zeros: bytes.append(Data(count: 4096))
            }
            try bytes.write(to: file)
        }
    }

    @Test(arguments: Harm.allCases)
    func `a worker's damaged reports cost a trial's time, and no result`(harm: Harm) throws {
        let sweep = try Self.killed(steps: 60, ["TITRATE_FAILPOINT": "result.before:4"])
        try harm.do(to: Self.reports(in: sweep))
        let end = try sweep.titrate("resume")
        #expect(end.status == 0, "\(end.errors)")
        #expect(try sweep.settledRows() == FailpointTests.expected.get())
        #expect(sweep.count("from attempts where status = 'succeeded'") == 12)
    }

    /// What is done to the bytes of a checkpoint.
    static let flips: [(String, @Sendable (inout Data) -> Void)] = [
        ("its mark", { $0[3] ^= 0x10 }), ("its middle", { $0[$0.count / 2] ^= 0x01 }),
        ("its checksum", { $0[$0.count - 1] ^= 0x80 }), ("a part", { $0.removeLast(9) }),
        ("all", { $0 = Data() }),
    ]

    @Test(arguments: flips.map(\.0))
    func `a trial whose checkpoint is damaged starts over, with the same digits`(
        part: String
    ) throws {
        let sweep = try SweepFolder(steps: FaultTests.steps)
        let program = sweep.command(
            ["launch", "sweep.yaml"], environment: ["TITRATE_CHECKPOINT_SECONDS": "0.02"])
        try program.start()
        try #require(
            sweep.waits(program) { sweep in
                sweep.spooledTrialFiles.contains { $0.hasSuffix(".checkpoint") }
            })
        program.send(signal: SIGKILL)
        #expect(program.wait().wasSignalled)
        #expect(sweep.processesLeftAfterAWhile() == [])
        let flip = try #require(Self.flips.first { $0.0 == part }).1
        for name in sweep.spooledTrialFiles where name.hasSuffix(".checkpoint") {
            let file = URL(filePath: "\(sweep.store.path).spool/trials/\(name)")
            var bytes = try Data(contentsOf: file)
            flip(&bytes)
            try bytes.write(to: file)
        }
        try FaultTests.finish(sweep)
        #expect(sweep.count("from attempts where stderr_tail like '%starts over%'") > 0)
        #expect(sweep.count("from attempts where stderr_tail like '%resumed at step%'") == 0)
    }

    @Test func `results of one sweep are accepted before another one of the store runs`() throws {
        let sweep = try Self.killed(steps: 60, ["TITRATE_FAILPOINT": "result.before:4"])
        let before = sweep.succeeded()
        try sweep.folder.write(
            SweepFolder.sweep(steps: 61).replacing("name: decay", with: "name: other"),
            to: "other.yaml")
        let other = try sweep.titrate("launch", "other.yaml")
        #expect(other.status == 0, "\(other.errors)")
        #expect(other.errors.matches(of: /12\/12 done/).count == 1, "\(other.errors)")
        let accepted = "from trials where sweep = 'decay' and status = 'succeeded'"
        #expect(sweep.count(accepted) > before)
        #expect(sweep.count("from trials where status = 'running'") == 0)
        #expect(try sweep.titrate("resume", "decay").status == 0)
        #expect(sweep.count("from attempts where status = 'succeeded'") == 24)
        #expect(try sweep.query(Self.rows) == Self.undisturbed.get())
    }

    static let rows = """
        select trial, status, recovery_error, steps from trials where sweep = 'decay' order by 1
        """

    static let undisturbed = Result {
        let sweep = try SweepFolder(steps: 60)
        try sweep.titrate("launch", "sweep.yaml")
        return try sweep.query(Self.rows)
    }
}
