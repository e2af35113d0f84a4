import Settings
import SweepModel
import SweepPlanner
import Testing

struct GridTests {
    private let layers = try! listed("layers", [.integer(3), .integer(2)])
    private let words = try! listed("activation", [.text("tanh"), .text("sin")])

    @Test func `points go as written, the last axis fastest`() throws {
        let plan = try plan(try grid([layers, words], replicates: 3))
        #expect(plan.rows("layers", "activation") == ["3 tanh", "3 sin", "2 tanh", "2 sin"])
        #expect(plan.trialCount == 12)
        #expect(plan.expanded == 4)
        #expect(plan.isBalanced)
    }

    @Test func `a range of whole numbers has both ends`() throws {
        let axis = Axis(setting: "layers", domain: .integers(1...4))
        #expect(try plan(try grid([axis])).rows("layers") == ["1", "2", "3", "4"])
    }

    @Test func `whole numbers on a real setting are reals`() throws {
        let axis = Axis(setting: "weights.residual", domain: .integers(1...2))
        #expect(try plan(try grid([axis])).rows("weights.residual") == ["1.0", "2.0"])
    }

    @Test func `an axis whose condition is false takes its default and merges`() throws {
        let sweep = try grid([
            try listed("optimizer", [.text("adam"), .text("adam+lbfgs")]),
            try listed("steps", [.integer(10), .integer(20)], when: "optimizer == \"adam\""),
        ])
        let plan = try plan(sweep)
        #expect(
            plan.rows("optimizer", "steps") == ["adam 10", "adam 20", "adam+lbfgs 10000"])
        #expect(plan.merged == 1)
        #expect(plan.isBalanced)
    }

    @Test func `conditions are resolved in the order of their dependencies, not of the file`()
        throws
    {
        // neurons waits for layers, which waits for activation, which is written last.
        let sweep = try grid([
            try listed("neurons", [.integer(8), .integer(16)], when: "layers == 2"),
            try listed("layers", [.integer(1), .integer(2)], when: "activation == 'sin'"),
            words,
        ])
        // tanh: layers and neurons default; sin: 1 layer with default neurons, 2 layers with each.
        #expect(
            Set(try plan(sweep).rows("activation", "layers", "neurons")) == [
                "tanh 3 32", "sin 1 32", "sin 2 8", "sin 2 16",
            ])
    }

    @Test func `points equal in everything that matters are one`() throws {
        let sweep = try grid([
            try listed("optimizer", [.text("adam"), .text("adam+lbfgs")]),
            try listed("lbfgs_steps", [.integer(100), .integer(200)]),
        ])
        let plan = try plan(sweep)
        #expect(plan.configurations.count == 3)
        #expect(plan.merged == 1)
    }

    @Test func `points that fail a requirement are dropped`() throws {
        let sweep = try grid(
            [layers, try listed("neurons", [.integer(16), .integer(32), .integer(64)])],
            require: ["layers * neurons <= 96", "not (layers == 2 and neurons == 16)"])
        let plan = try plan(sweep)
        #expect(plan.rows("layers", "neurons") == ["3 16", "3 32", "2 32"])
        #expect(plan.excluded == 3)
        #expect(plan.isBalanced)
    }

    @Test func `conditions see nested settings and the defaults of those without an axis`() throws {
        let sweep = try grid(
            [try listed("weights.residual", [.integer(1), .integer(10)])],
            require: ["weights.residual > 5 and neurons == 32 and optimizer in ['adam', 'sgd']"])
        #expect(try plan(sweep).rows("weights.residual") == ["10.0"])
    }

    @Test func `run_cap ends a grid early`() throws {
        let plan = try plan(try grid([layers, words], runCap: 3))
        #expect(plan.rows("layers", "activation") == ["3 tanh", "3 sin", "2 tanh"])
    }

    @Test func `without an axis the defaults are the plan`() throws {
        #expect(try plan(try grid([])).configurations.map(\.settings) == [.defaults])
    }
}
