import Expressions
import Settings
import SweepModel
import SweepReport
import TestSupport
import Testing

struct PlanSummaryTests {
    private let axes = [
        Axis(setting: "layers", domain: .integers(2...9)),
        Axis(
            setting: "optimizer",
            domain: .values([.text("adam"), .text("adam+lbfgs")], probabilities: [0.25, 0.75])),
        Axis(
            setting: "lbfgs_steps",
            domain: .distribution(.quantizedUniform(lowest: 100, highest: 900, quantum: 100)),
            condition: try! Condition(parsing: "optimizer == 'adam+lbfgs'")),
    ]

    private func plan(_ count: Int, replicates: Int) throws -> Plan {
        let configurations = try (0..<count).map { place in
            Configuration(
                settings: try TrialSettings([
                    "layers": .integer(2 + place),
                    "optimizer": .text(place % 2 == 0 ? "adam" : "adam+lbfgs"),
                ]))
        }
        return Plan(
            configurations: Configurations(configurations), replicates: replicates, seed: 7,
            expanded: count + 5,
            excluded: 3, merged: 2, outOfRange: 1, listed: 1)
    }

    @Test func `a plan reads as kept`() throws {
        let sweep = Sweep(
            name: "sample", question: "Which layers?\nAbout 16 trials.",
            problemPath: "problems/two.yaml", method: .random, seed: 7, replicates: 2, runCap: 8,
            axes: axes, limits: Limits(seconds: 300, memoryBytes: 1 << 30, retries: 1))
        let summary = PlanSummary(sweep: sweep, plan: try plan(8, replicates: 2))
        try expectGolden(summary.text, "Plans/summary.txt")
    }

    @Test func `a short plan is shown whole`() throws {
        let sweep = Sweep(name: "sample", problemPath: "p.yaml", method: .grid, axes: [])
        let text = PlanSummary(sweep: sweep, plan: try plan(3, replicates: 2)).text
        #expect(!text.contains("…"))
        #expect(text.contains("\n    6          1"))
    }
}
