import PINNCore
import Settings
import Testing

@Suite struct TrainingPhaseTests {
    private func phases(_ settings: [String: SettingValue]) throws -> [TrainingPhase] {
        TrainingPhase.all(of: try TrialSettings(settings))
    }

    @Test(arguments: [
        ("adam", [100]), ("adam+lbfgs", [100, 7]), ("lbfgs", [7]), ("lbfgs+lbfgs", [7, 7]),
        ("adam+radam", [50, 50]), ("adam+radam+sgd", [34, 33, 33]),
        ("adam+lbfgs+radam+lbfgs+sgd", [34, 7, 33, 7, 33]), ("lm", [5]),
        ("ssbfgs+ssbroyden", [6, 6]),
        ("sgd+lm+adam", [50, 5, 50]),
    ])
    func `The first-order phases share steps, the earlier ones take what is over`(
        optimizer: String, budgets: [Int]
    ) throws {
        let phases = try phases([
            "optimizer": .text(optimizer), "steps": .integer(100), "lbfgs_steps": .integer(7),
            "lm_steps": .integer(5), "bfgs_steps": .integer(6),
        ])
        #expect(phases.map(\.budget) == budgets)
    }

    @Test func `Single precision is for first-order phases alone`() throws {
        let phases = try phases([
            "optimizer": .text("adam+lbfgs+sgd+lm+ssbfgs"), "precision": .text("f32"),
        ])
        #expect(phases.map(\.precision) == [.f32, .f64, .f32, .f64, .f64])
    }

    @Test func `No steps are no phases, whatever the optimizer`() throws {
        let optimizers = ["adam", "lbfgs", "adam+lbfgs"]
        for optimizer in optimizers {
            let phases = try phases(["optimizer": .text(optimizer), "steps": .integer(0)])
            #expect(phases.isEmpty)
        }
    }

    @Test func `A phase carries its settings, and a schedule its own budget`() throws {
        let phases = try phases([
            "optimizer": .text("sgd+adam+lbfgs"), "steps": .integer(11), "momentum": .real(0.5),
            "learning_rate": .real(0.25), "schedule": .text("cosine"),
            "lbfgs_history": .integer(9),
        ])
        #expect(
            phases.map(\.method) == [
                .momentumDescent(
                    Schedule(initialRate: 0.25, shape: .cosine(budget: 6)), momentum: 0.5),
                .adam(Schedule(initialRate: 0.25, shape: .cosine(budget: 5))),
                .lbfgs(history: 9),
            ])
    }

    @Test func `The unknowns have a rate of their own in first-order phases`() throws {
        let phases = try phases([
            "optimizer": .text("adamw+lbfgs"), "learning_rate": .real(0.01),
            "parameter_learning_rate": .real(0.04), "weight_decay": .real(0.5),
            "schedule": .text("plateau"), "warmup_steps": .integer(3),
        ])
        let schedule = Schedule(
            initialRate: 0.01, shape: .plateau(patience: 500, factor: 0.5), warmup: 3)
        #expect(phases[0].method == .adamw(schedule, decay: 0.5))
        #expect(phases[0].unknownRateFactor == 4)
        #expect(phases[1].unknownRateFactor == 1)
    }

    @Test func `Decay takes weights towards 0, and neither biases nor unknowns`() throws {
        // Without a loss there is no gradient: what moves is what decays.
        let settings: [String: SettingValue] = [
            "weights.data": .real(0), "weights.initial": .real(0), "weights.residual": .real(0),
            "optimizer": .text("adamw"), "steps": .integer(1), "learning_rate": .real(0.5),
            "weight_decay": .real(0.5), "layers": .integer(2), "neurons": .integer(3),
        ]
        func parameters(_ settings: [String: SettingValue]) throws -> [Double] {
            let training = Training(
                problem: try DecayProblem.make(), settings: try TrialSettings(settings), seed: 1,
                replicate: 0)
            var parameters: [Double] = []
            _ = training.run(report: { _ in }, afterStep: { parameters = $0.state.parameters })
            return parameters
        }
        let decayed = try parameters(settings)
        let kept = try parameters(settings.merging(["weight_decay": .real(0)]) { $1 })
        let shape = NetworkShape(layers: 2, neurons: 3, outputs: 1)
        let biases = shape.linearLayers.flatMap { layer in
            (0..<layer.outputs).map { layer.bias(output: $0) }
        }
        for index in decayed.indices {
            let isWeight = index < shape.parameterCount && !biases.contains(index)
            #expect(decayed[index] == (isWeight ? 0.75 : 1) * kept[index])
        }
    }
}
