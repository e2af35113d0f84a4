import Foundation
import TestSupport
import Testing

@Suite("Running a trial again")
struct RerunTests {
    static func launched() throws -> (SweepFolder, trial: String) {
        let sweep = try SweepFolder(steps: 300)
        let launch = try sweep.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        let rows = try sweep.query("select trial from trials order by trial").split(separator: "\n")
        return (sweep, String(rows[1]))
    }

    @Test func `gives the same figures, and changes nothing`() throws {
        let (sweep, trial) = try Self.launched()
        let before = try Data(contentsOf: sweep.store)
        let rerun = try sweep.titrate("rerun", trial)
        #expect(rerun.status == 0, "\(rerun.output)\(rerun.errors)")
        #expect(rerun.output.hasPrefix("same: trial \(trial), "))
        #expect(try Data(contentsOf: sweep.store) == before)
    }

    /// What is changed in the store, and the name of the figure that then differs.
    @Test(arguments: [
        ("UPDATE estimate SET value = value * (1 + 1e-15)", "estimate of k at the end: stored "),
        ("UPDATE attempt SET loss_data = loss_data * 2", "data loss at the end: stored "),
        (
            "UPDATE curve SET v0 = v0 * 2 WHERE step = (SELECT max(step) FROM curve)",
            "data loss at step "
        ),
    ])
    func `a figure that differs is told`(change: String, message: String) throws {
        let shell = URL(filePath: "/usr/bin/sqlite3")
        guard FileManager.default.isExecutableFile(atPath: shell.path) else {
            return print("skipped: there is no \(shell.path)")
        }
        let (sweep, trial) = try Self.launched()
        #expect(try run(shell, [sweep.store.path, change]).status == 0)
        let rerun = try sweep.titrate("rerun", trial)
        #expect(rerun.status == 1, "\(rerun.output)\(rerun.errors)")
        #expect(rerun.output.hasPrefix("different: \(message)"), "\(rerun.output)")
    }

    @Test func `a trial without a result is refused`() throws {
        let (sweep, _) = try Self.launched()
        #expect(try sweep.titrate("rerun", "zzz").status == 66)
    }
}
