import Settings
import SweepModel
import SweepPlanner
import Testing

struct ListedConfigurationTests {
    private let layers = try! listed("layers", [.integer(2), .integer(4)])
    private let steps = try! listed("steps", [.integer(500)])

    @Test func `listed configurations come first, over the sweep's constants`() throws {
        let plan = try plan(
            try grid(
                [layers, steps],
                configurations: [["layers": .integer(9)], ["steps": .integer(7)]]))
        #expect(plan.rows("layers", "steps") == ["9 500", "3 7", "2 500", "4 500"])
        #expect(plan.listed == 2)
        #expect(plan.isBalanced)
    }

    @Test func `a point equal to a listed configuration is not tried twice`() throws {
        let plan = try plan(
            try grid([layers, steps], configurations: [["layers": .integer(4)]]))
        #expect(plan.rows("layers") == ["4", "2"])
        #expect(plan.merged == 1)
    }

    @Test func `without axes only the listed configurations are tried`() throws {
        let plan = try plan(try grid([], configurations: [["layers": .integer(9)]]))
        #expect(plan.rows("layers") == ["9"])
    }

    @Test func `run_cap counts listed configurations`() throws {
        let axis = drawn("learning_rate", .uniform(lowest: 0.1, highest: 1))
        let plan = try plan(try random([axis], 5, configurations: [["layers": .integer(9)]]))
        #expect(plan.configurations.count == 5)
        #expect(plan.configurations[0].settings.layers == 9)
    }

    @Test func `the same configuration listed twice is a fault`() throws {
        let sweep = try grid(
            [layers], configurations: [["weights.data": .integer(2)], ["weights.data": .real(2)]])
        #expect(throws: PlanFault.listedTwice(first: 1, second: 2)) { try plan(sweep) }
    }

    @Test func `a listed configuration meets the requirements`() throws {
        let sweep = try grid(
            [layers], require: ["layers < 5"], configurations: [["layers": .integer(9)]])
        #expect(throws: PlanFault.listedExcluded(number: 1, requirement: "layers < 5")) {
            try plan(sweep)
        }
    }
}
