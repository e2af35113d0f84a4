import Expressions
import Settings
import SweepModel
import SweepPlanner
import TestSupport
import Testing

struct RandomTests {
    private let axes = [
        drawn("learning_rate", .logUniform(lowest: 1e-4, highest: 1e-1)),
        Axis(setting: "layers", domain: .integers(1...6)),
        try! listed("activation", [.text("tanh"), .text("sin"), .text("swish")]),
    ]

    @Test(arguments: [UInt64(0), 1, 20_260_916])
    func `configuration i does not depend on run_cap`(seed: UInt64) throws {
        let whole = try plan(try random(axes, 60, seed: seed)).configurations
        for cap in [1, 2, 7, 31, 59] {
            let part = try plan(try random(axes, cap, seed: seed)).configurations
            #expect(Array(part) == Array(whole.prefix(cap)))
        }
    }

    @Test func `redraws do not move later configurations`() throws {
        // 24 of 24 points: many draws repeat an earlier one.
        let axes = [
            Axis(setting: "layers", domain: .integers(1...6)),
            Axis(setting: "neurons", domain: .integers(1...4)),
        ]
        let whole = try plan(try random(axes, 24))
        #expect(Set(whole.configurations.map(\.id)).count == 24)
        #expect(whole.merged > 0)
        #expect(whole.isBalanced)
        let part = try plan(try random(axes, 13))
        #expect(Array(part.configurations) == Array(whole.configurations.prefix(13)))
    }

    @Test func `another axis changes nothing on the axes that were there`() throws {
        let more = axes + [Axis(setting: "neurons", domain: .integers(8...64))]
        let first = try plan(try random(axes, 20)).rows("learning_rate", "layers", "activation")
        let second = try plan(try random(more, 20)).rows("learning_rate", "layers", "activation")
        #expect(first == second)
    }

    @Test func `another seed gives another plan`() throws {
        let first = try plan(try random(axes, 5)).configurations
        let second = try plan(try random(axes, 5, seed: 1)).configurations
        #expect(Set(first).isDisjoint(with: second))
    }

    @Test func `draws that fail a requirement are drawn again`() throws {
        let plan = try plan(try random(axes, 30, require: ["layers > 4"]))
        #expect(plan.configurations.count == 30)
        #expect(plan.numbers("layers").allSatisfy { $0 > 4 })
        #expect(plan.excluded > 0)
        #expect(plan.isBalanced)
    }

    @Test func `draws outside a setting's range are drawn again and counted`() throws {
        let axis = drawn("learning_rate", .normal(mean: 0, deviation: 1))
        let plan = try plan(try random([axis], 200))
        #expect(plan.numbers("learning_rate").allSatisfy { $0 > 0 })
        #expect((120...300).contains(plan.outOfRange))
        #expect(plan.isBalanced)
    }

    @Test func `a random axis whose condition is false takes its default`() throws {
        let sweep = try random(
            [
                try listed("layers", [.integer(1), .integer(2)]),
                Axis(
                    setting: "neurons", domain: .integers(40...4000),
                    condition: .init(parsing: "layers == 2")),
            ], 12)
        for row in try plan(sweep).rows("layers", "neurons") where row.hasPrefix("1") {
            #expect(row == "1 32")
        }
    }

    /// A plan of every distribution, kept: it must stay the same on every machine, for ever.
    @Test func `a plan over every distribution stays as it is`() throws {
        let axes = [
            try listed(
                "activation", [.text("tanh"), .text("sin"), .text("gelu")],
                probabilities: [0.5, 0.25, 0.25]),
            Axis(setting: "layers", domain: .integers(1...6)),
            drawn("neurons", .quantizedLogUniform(lowest: 8, highest: 256, quantum: 8)),
            drawn("learning_rate", .logUniform(lowest: 1e-4, highest: 1e-1)),
            drawn("schedule_half_life", .inverseLogUniform(lowest: 100, highest: 10_000)),
            drawn("momentum", .beta(a: 9, b: 1)),
            drawn("steps", .quantizedUniform(lowest: 1000, highest: 20_000, quantum: 500)),
            drawn("lbfgs_steps", .quantizedNormal(mean: 2000, deviation: 500, quantum: 100)),
            drawn("lbfgs_history", .quantizedBeta(a: 2, b: 3, quantum: 1)),
            drawn(
                "collocation_points",
                .quantizedLogNormal(mean: 5, deviation: 0.5, quantum: 16)),
            drawn("weights.data", .uniform(lowest: 0.5, highest: 2)),
            drawn("weights.initial", .normal(mean: 1, deviation: 0.1)),
            drawn("weights.residual", .logNormal(mean: 1, deviation: 2)),
        ]
        let sweep = try random(axes, 8, seed: 20_260_916)
        let rows = try plan(sweep).configurations.map { configuration in
            ([configuration.id.text] + axes.map { configuration.settings[$0.setting].text })
                .joined(separator: " ") + "\n"
        }
        try expectGolden(rows.joined(), "Plans/every-distribution.txt")
    }
}
