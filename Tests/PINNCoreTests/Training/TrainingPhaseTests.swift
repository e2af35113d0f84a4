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
}
