import Foundation
import Settings
import SweepFile
import SweepModel
import SweepPlanner
import TestSupport
import Testing

/// The sweep files of `Sweeps`.
struct ShippedSweepTests {
    private func plan(_ name: String) throws -> Plan {
        let path = Project.root.appending(path: "Sweeps/\(name).yaml").path
        return try SweepPlanner.plan(try readSweep(at: path).sweep)
    }

    /// Every sweep file with its configurations and trials.
    static let sweeps = [
        ("brain4", 384, 1920), ("brain4-random", 60, 180), ("brain4-floor", 64, 320),
        ("brain4-floor-fresh", 3, 60),
        ("brain4-easy", 24, 192), ("brain4-hard", 24, 192), ("brain4-hard-floor-fresh", 2, 40),
        ("brain4-optimizers", 18, 144), ("brain4-quick", 32, 96), ("brain4-weighting", 16, 48),
        ("infusion", 12, 72), ("lorenz", 8, 48), ("pk-absorption", 5, 50),
        ("theophylline", 12, 96),
    ]

    @Test(arguments: sweeps)
    func `a sweep has the trials that its comment says`(
        name: String, configurations: Int, trials: Int
    ) throws {
        let plan = try plan(name)
        #expect(plan.configurations.count == configurations)
        #expect(plan.trialCount == trials)
        #expect(plan.isBalanced)
    }

    @Test func `every sweep file is among those that are tested, and asks a question`() throws {
        let folder = Project.root.appending(path: "Sweeps").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".yaml") }
        #expect(files.sorted() == Self.sweeps.map { $0.0 + ".yaml" }.sorted())
        for file in files {
            let sweep = try readSweep(at: folder + "/" + file).sweep
            #expect(sweep.question.contains("?"))
            #expect(sweep.name + ".yaml" == file)
        }
    }

    @Test func `the flagship's grid starts with its first values and varies the last axis first`()
        throws
    {
        let rows = try plan("brain4-quick").rows(
            "layers", "neurons", "activation", "optimizer", "weights.residual")
        #expect(
            rows.prefix(3) == [
                "2 16 tanh adam 1.0", "2 16 tanh adam 100.0", "2 16 tanh adam+lbfgs 1.0",
            ])
        #expect(rows.last == "3 32 swish adam+lbfgs 100.0")
    }

    @Test func `the flagship's random sweep begins with the defaults`() throws {
        let settings = try plan("brain4-random").configurations[0].settings
        #expect(settings == .defaults)
    }
}
