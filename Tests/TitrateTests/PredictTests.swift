import Foundation
import TestSupport
import Testing

@Suite("Predicting concentration profiles")
struct PredictTests {
    private static func launched() throws -> (SweepFolder, best: String) {
        let sweep = try SweepFolder(steps: 600)
        let launch = try sweep.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        let rows = try sweep.query("select trial from trials order by recovery_error limit 1")
        return (sweep, String(rows.split(separator: "\n")[1]))
    }

    @Test func `the best trial's profile is the reference's, within the noise`() throws {
        let (sweep, best) = try Self.launched()
        let predicted = try sweep.titrate("predict", best, "--points", "5")
        #expect(predicted.status == 0 && predicted.errors.isEmpty, "\(predicted.errors)")
        let reference = try sweep.titrate("simulate", "decay.yaml", "--points", "5")
        let (mine, theirs) = (Self.rows(predicted), Self.rows(reference))
        #expect(mine.count == 6 && theirs.count == 6)
        for (row, expected) in zip(mine, theirs) {
            #expect(row[0] == expected[0])
            #expect(abs(row[1] - expected[1]) < 0.06, "\(row) \(expected)")
        }
    }

    @Test func `a network that was not kept is trained again, to the same digits`() throws {
        let shell = URL(filePath: "/usr/bin/sqlite3")
        guard FileManager.default.isExecutableFile(atPath: shell.path) else {
            return print("skipped: there is no \(shell.path)")
        }
        let (sweep, best) = try Self.launched()
        let kept = try sweep.titrate("predict", best, "--times", "0, 2.5,10")
        #expect(kept.status == 0 && Self.rows(kept).map { $0[0] } == [0, 2.5, 10])
        #expect(try run(shell, [sweep.store.path, "DELETE FROM network"]).status == 0)
        let again = try sweep.titrate("predict", best, "--times", "0,2.5,10")
        #expect(again.errors.contains("trained again"))
        #expect(again.output == kept.output)
    }

    @Test func `wrong times and trials are refused`() throws {
        let (sweep, best) = try Self.launched()
        #expect(try sweep.titrate("predict", best, "--times", "1,two").status == 64)
        let outside = try sweep.titrate("predict", best, "--times", "11")
        #expect(outside.status == 64 && outside.errors.contains("from 0.0 to 10.0"))
        #expect(try sweep.titrate("predict", "zzz").status == 66)
    }

    private static func rows(_ result: ProgramResult) -> [[Double]] {
        result.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").map { Double($0)! }
        }
    }
}
