import AllocationCount
import PINNCore
import Settings
import Testing

@Suite(.enabled(if: allocation_is_counted() != 0)) struct AllocationTests {
    @Test(
        arguments: ["adam", "adamw", "radam", "sgd", "lbfgs", "ssbfgs", "lm"], Precision.allCases)
    func `A step allocates nothing`(optimizer: String, precision: Precision) throws {
        try expectNoAllocations([
            "optimizer": .text(optimizer), "precision": .text(precision.rawValue),
        ])
    }

    @Test(arguments: ["gradient-norm", "relobralo", "self-adaptive"], [0.0, 1])
    func `A weighting of the loss allocates nothing`(scheme: String, causality: Double) throws {
        try expectNoAllocations([
            "weighting": .text(scheme), "weighting_interval": .integer(1),
            "causality": .real(causality),
        ])
    }

    private func expectNoAllocations(_ settings: [String: SettingValue]) throws {
        let budget = 200
        let common: [String: SettingValue] = [
            "steps": .integer(budget), "lbfgs_steps": .integer(budget),
            "bfgs_steps": .integer(budget), "lm_steps": .integer(budget),
            "lbfgs_history": .integer(5), "layers": .integer(2), "neurons": .integer(8),
            "collocation_points": .integer(200),
        ]
        let training = Training(
            problem: try DecayProblem.make(heldOut: [2]),
            settings: try TrialSettings(common.merging(settings) { $1 }), seed: 5, replicate: 0)
        var counts: [Int] = []
        counts.reserveCapacity(budget)
        _ = training.run(
            report: { _ in }, afterStep: { _ in counts.append(allocation_count()) })
        // The learning curve has a point every fourth step, which does; the first ones also
        // set up what is kept.
        let steps = (20..<counts.count - 1).filter { ($0 + 2) % 4 != 0 }
        #expect(steps.count > 20)
        #expect(steps.allSatisfy { counts[$0 + 1] == counts[$0] })
    }

    @Test func `The count counts`() {
        let before = allocation_count()
        let numbers = [Int](unsafeUninitializedCapacity: 1000) { $1 = $0.count }
        #expect(numbers.count == 1000 && allocation_count() > before)
    }
}
