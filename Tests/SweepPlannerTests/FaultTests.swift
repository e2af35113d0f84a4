import Settings
import SweepModel
import SweepPlanner
import Testing

struct FaultTests {
    private func message(_ sweep: Sweep) throws -> String {
        try #require(throws: PlanFault.self) { try plan(sweep) }.description
    }

    @Test func `a requirement that excludes everything is named`() throws {
        let sweep = try grid(
            [try listed("layers", [.integer(2), .integer(3)])], require: ["layers > 3"])
        #expect(
            try message(sweep) == """
                no configuration is left: all points fail 'layers > 3' (2 points) \
                (loosen the requirements or widen the axes)
                """)
    }

    @Test func `conditions in a circle are named in order`() throws {
        let sweep = try grid([
            try listed("layers", [.integer(2)], when: "neurons > 4"),
            try listed("neurons", [.integer(8)], when: "layers > 1"),
        ])
        #expect(throws: PlanFault.cycle(["layers", "neurons"])) { try plan(sweep) }
        #expect(try message(sweep).contains("layers → neurons → layers"))
    }

    @Test func `an axis cannot wait for itself`() throws {
        let sweep = try grid([try listed("layers", [.integer(2)], when: "layers > 1")])
        #expect(throws: PlanFault.cycle(["layers"])) { try plan(sweep) }
    }

    @Test func `a grid needs finite axes`() throws {
        let uniform = Distribution.uniform(lowest: 0.1, highest: 1)
        #expect(try message(try grid([drawn("learning_rate", uniform)])).contains("method: random"))
        let weighed = try listed(
            "layers", [.integer(1), .integer(2)], probabilities: [0.5, 0.5])
        #expect(try message(try grid([weighed])).contains("probabilities"))
    }

    @Test func `a grid beyond counting is refused at once`() throws {
        let names = ["steps", "lbfgs_steps", "collocation_points", "lbfgs_history"]
        let axes = names.map { Axis(setting: $0, domain: .integers(1...1000)) }
        #expect(throws: PlanFault.tooManyPoints(count: 1_000_000_000_000, limit: pointLimit)) {
            try plan(try grid(axes))
        }
    }

    @Test func `the same value twice is a fault, also in another form`() throws {
        let axis = try listed("weights.data", [.integer(1), .real(1)])
        #expect(throws: PlanFault.valueTwice(setting: "weights.data", .real(1))) {
            try plan(try grid([axis]))
        }
    }

    @Test func `an unknown setting gets a suggestion`() throws {
        #expect(try message(try grid([try listed("layer", [.integer(1)])])).contains("'layers'"))
        let sweep = try grid([], configurations: [["neuron": .integer(1)]])
        #expect(try message(sweep).contains("'neurons'"))
    }

    @Test func `a condition with an unknown name or a wrong type names itself`() throws {
        let layers = try listed("layers", [.integer(1)])
        #expect(try message(try grid([layers], require: ["layer > 1"])).contains("'layer > 1'"))
        #expect(
            try message(try grid([layers], require: ["layers == 'two'"])).contains("cannot compare")
        )
    }

    @Test(arguments: [[0.5], [0.5, 0.6], [1.5, -0.5], [.nan, 1]])
    func `probabilities fit the values`(probabilities: [Double]) throws {
        let axis = try listed(
            "layers", [.integer(1), .integer(2)], probabilities: probabilities)
        #expect(try message(try random([axis], 1)).contains("probabilities"))
    }

    @Test(arguments: [
        ("learning_rate", Distribution.uniform(lowest: 1, highest: 1), "min must be below max"),
        ("learning_rate", .uniform(lowest: -1, highest: 1), "out of range"),
        ("learning_rate", .logUniform(lowest: 0, highest: 1), "above 0"),
        ("learning_rate", .quantizedUniform(lowest: 0, highest: 1, quantum: 0), "q must"),
        ("learning_rate", .normal(mean: 0, deviation: -1), "sigma"),
        ("learning_rate", .beta(a: 0, b: 1), "a and b"),
        ("layers", .uniform(lowest: 1, highest: 4), "whole q"),
        ("layers", .quantizedUniform(lowest: 1, highest: 4, quantum: 0.5), "whole q"),
        ("activation", .uniform(lowest: 1, highest: 4), "list its values"),
    ])
    func `a distribution that cannot fit its setting is refused before any draw`(
        setting: String, distribution: Distribution, words: String
    ) throws {
        #expect(try message(try random([drawn(setting, distribution)], 1)).contains(words))
    }

    @Test func `a random sweep says how many configurations it wants`() throws {
        let layers = try listed("layers", [.integer(1)])
        #expect(throws: PlanFault.runCapMissing) { try plan(try random([layers], nil)) }
        #expect(throws: PlanFault.runCapMissing) { try plan(try random([layers], 0)) }
    }

    @Test func `no replicates is a fault`() throws {
        #expect(throws: PlanFault.noReplicates) { try plan(try grid([], replicates: 0)) }
    }

    @Test func `more configurations than there are is a fault with advice`() throws {
        let layers = try listed("layers", [.integer(1), .integer(2)])
        let text = try message(try random([layers], 3))
        #expect(text.contains("after 2 in 10000 draws"))
        #expect(text.contains("run_cap to 2"))
    }

    @Test func `draws that never meet a requirement name it`() throws {
        let layers = try listed("layers", [.integer(1), .integer(2)])
        #expect(
            try message(try random([layers], 1, require: ["layers > 2"])).contains("layers > 2"))
    }

    @Test func `draws that are never in range say so`() throws {
        let axis = drawn("learning_rate", .normal(mean: -5, deviation: 0.01))
        #expect(try message(try random([axis], 1)).contains("outside the range"))
    }
}
