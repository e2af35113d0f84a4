import PINNCore
import Settings
import Testing

@Suite struct TrainingTests {
    @Test(arguments: ["adam", "lbfgs", "adam+lbfgs"])
    func `No steps train nothing: the estimate is the guess to the last bit`(
        optimizer: String
    ) throws {
        let guess = 0.1 + 0.2
        let result = try DecayProblem.train(
            DecayProblem.make(guess: guess),
            ["steps": .integer(0), "optimizer": .text(optimizer)])
        #expect(result.outcome.ending == .succeeded)
        #expect(result.outcome.steps == 0)
        #expect(result.outcome.last.estimates == [guess])
        #expect(result.outcome.last.losses.data > 0)
        #expect(result.curve == [result.outcome.last])
    }

    @Test(arguments: [
        "adam+lbfgs", "lbfgs", "adam+radam+lbfgs", "lbfgs+adam", "sgd+lbfgs", "lm", "sgd+lm",
        "ssbfgs", "adam+ssbroyden",
    ])
    func `The decay constant is found`(optimizer: String) throws {
        let result = try DecayProblem.train(
            DecayProblem.make(),
            [
                "optimizer": .text(optimizer), "steps": .integer(1000),
                "lbfgs_steps": .integer(500), "bfgs_steps": .integer(500),
                "learning_rate": .real(3e-3),
                "schedule": .text("cosine"),
            ])
        #expect(result.outcome.ending == .succeeded)
        #expect(abs(result.outcome.last.estimates[0] / DecayProblem.truth - 1) < 0.01)
    }

    @Test func `About fifty points are reported, the start and the end among them`() throws {
        let result = try DecayProblem.train(
            DecayProblem.make(), ["steps": .integer(1003), "learning_rate": .real(1e-3)])
        let steps = result.curve.map(\.step)
        #expect(steps == Array(stride(from: 0, through: 1003, by: 21)) + [1003])
        #expect(result.curve.last == result.outcome.last)
        let fewer = try DecayProblem.train(DecayProblem.make(), ["steps": .integer(3)])
        #expect(fewer.curve.map(\.step) == [0, 1, 2, 3])
    }

    @Test func `A training is the same bits every time, and another for each replicate`() throws {
        let settings: [String: SettingValue] = [
            "optimizer": .text("adam+lbfgs"), "steps": .integer(50), "lbfgs_steps": .integer(20),
            "collocation": .text("random"),
        ]
        let problem = try DecayProblem.make(heldOut: [3])
        let first = try DecayProblem.train(problem, settings)
        let second = try DecayProblem.train(problem, settings)
        let other = try DecayProblem.train(problem, settings, replicate: 1)
        #expect(first.outcome == second.outcome)
        #expect(first.curve == second.curve)
        #expect(first.outcome.last.estimates != other.outcome.last.estimates)
    }

    @Test func `What is reported in between does not change the result`() throws {
        // The curve's interval follows the budget; both train 60 Adam steps, then differ.
        let short = try DecayProblem.train(DecayProblem.make(), ["steps": .integer(60)])
        let long = try DecayProblem.train(DecayProblem.make(), ["steps": .integer(3000)])
        #expect(long.curve.first { $0.step == 60 } == short.outcome.last)
    }

    @Test func `A loss that is low enough ends the training as succeeded`() throws {
        let settings: [String: SettingValue] = [
            "optimizer": .text("adam+lbfgs"), "steps": .integer(50), "learning_rate": .real(0.01),
        ]
        let whole = try DecayProblem.train(DecayProblem.make(), settings)
        let losses = whole.curve.map { $0.losses.total(LossWeights()) }
        let target = losses[10]
        let first = try #require(losses.firstIndex { $0 <= target })
        let ended = try DecayProblem.train(
            DecayProblem.make(), settings.merging(["target_loss": .real(target)]) { $1 })
        #expect(ended.outcome.ending == .succeeded && ended.outcome.advice == nil)
        #expect(ended.outcome.last.losses.total(LossWeights()) <= target)
        #expect(ended.outcome.steps <= whole.curve[first].step)
        #expect(ended.curve.last == ended.outcome.last)
        let none = try DecayProblem.train(
            DecayProblem.make(), settings.merging(["target_loss": .real(1e-30)]) { $1 })
        #expect(none.outcome == whole.outcome)
    }

    @Test func `A loss that falls no more ends the training as stalled, with advice`() throws {
        let settings: [String: SettingValue] = [
            "steps": .integer(500), "learning_rate": .real(1e-9), "plateau_steps": .integer(20),
        ]
        let result = try DecayProblem.train(DecayProblem.make(), settings)
        // The first step's loss counts as a fall, being the first.
        #expect(result.outcome.ending == .stalled(steps: 20, tolerance: 1e-3))
        #expect(result.outcome.steps == 21)
        #expect(result.outcome.last.estimates[0].isFinite)
        #expect(result.outcome.parameters != nil)
        let advice = try #require(result.outcome.advice)
        #expect(advice.contains("20 steps") && advice.contains("plateau_steps"))
        let falling = try DecayProblem.train(
            DecayProblem.make(), settings.merging(["learning_rate": .real(0.01)]) { $1 })
        #expect(falling.outcome.steps > 21)
    }

    @Test func `Each phase has its own patience`() throws {
        let result = try DecayProblem.train(
            DecayProblem.make(),
            [
                "optimizer": .text("sgd+adam"), "steps": .integer(30),
                "learning_rate": .real(1e-9), "plateau_steps": .integer(20),
            ])
        #expect(result.outcome.ending == .succeeded && result.outcome.steps == 30)
    }

    @Test func `Drawn guesses are the replicate's, whatever else is set`() throws {
        func start(_ settings: [String: SettingValue], replicate: UInt64) throws -> Double {
            let drawn: [String: SettingValue] = ["guess": .text("drawn"), "steps": .integer(0)]
            return try DecayProblem.train(
                DecayProblem.make(), drawn.merging(settings) { $1 }, replicate: replicate
            ).outcome.last.estimates[0]
        }
        let starts = try (0..<6).map { try start([:], replicate: $0) }
        #expect(Set(starts).count == 6)
        #expect(starts.allSatisfy { $0 >= 0.03 && $0 <= 3 })
        #expect(starts.contains { $0 < 0.3 } && starts.contains { $0 > 0.3 })
        #expect(try start(["neurons": .integer(20)], replicate: 2) == starts[2])
        #expect(try start(["guess_spread": .real(1)], replicate: 2) == 0.3)
        let narrow = try start(["guess_spread": .real(1.5)], replicate: 2)
        #expect(narrow >= 0.2 && narrow <= 0.45 && narrow != 0.3)
    }

    @Test func `Held-out rows are never trained on and have a loss of their own`() throws {
        let result = try DecayProblem.train(
            DecayProblem.make(heldOut: [1, 8]), ["steps": .integer(10)])
        #expect(result.curve.allSatisfy { $0.heldOutLoss != nil })
        let whole = try DecayProblem.train(DecayProblem.make(), ["steps": .integer(10)])
        #expect(whole.curve.allSatisfy { $0.heldOutLoss == nil })
        #expect(whole.outcome.last.estimates != result.outcome.last.estimates)
    }

    @Test(arguments: [("adam", 40, 40), ("adam+radam", 80, 80), ("sgd+lbfgs", 99, 60)])
    func `A warm-up trains the data alone, and ends before what is not first-order`(
        optimizer: String, warmup: Int, length: Int
    ) throws {
        let settings: [String: SettingValue] = [
            "optimizer": .text(optimizer), "steps": .integer(120), "lbfgs_steps": .integer(20),
        ]
        let problem = try DecayProblem.make()
        let result = try DecayProblem.train(
            problem,
            settings.merging(["data_warmup_steps": .integer(warmup)]) { $1 })
        // The unknown stands in the equations alone.
        let moved = result.curve.filter { $0.estimates != [problem.unknowns[0].guess] }
        let start = try #require(result.curve.first)
        let end = try #require(result.curve.last { $0.step <= length })
        #expect(end.losses.data < start.losses.data)
        #expect(moved.allSatisfy { $0.step > length } && !moved.isEmpty)
    }

    @Test func `A training with causal weights begins where time does`() throws {
        let settings: [String: SettingValue] = [
            "causality": .real(1e3), "optimizer": .text("adam"), "steps": .integer(30),
        ]
        let causal = try DecayProblem.train(DecayProblem.make(), settings)
        let plain = try DecayProblem.train(DecayProblem.make(), ["steps": .integer(30)])
        #expect(causal.outcome.ending == .succeeded)
        // The same start, evaluated with all points alike; then other gradients.
        #expect(causal.curve.first == plain.curve.first)
        #expect(causal.outcome.last.estimates != plain.outcome.last.estimates)
    }

    @Test(arguments: ["adam", "radam", "sgd"])
    func `A rate that is far too high diverges, with advice and the last finite state`(
        optimizer: String
    ) throws {
        let result = try DecayProblem.train(
            DecayProblem.make(),
            [
                "optimizer": .text(optimizer), "steps": .integer(500),
                "learning_rate": .real(1e160),
            ])
        guard case .diverged(_, let step) = result.outcome.ending else {
            Issue.record("\(result.outcome)")
            return
        }
        #expect(step >= 1 && step == result.outcome.steps)
        #expect(result.outcome.last.step == step - 1)
        #expect(result.outcome.last.losses.data.isFinite)
        #expect(result.outcome.last.estimates.allSatisfy { $0.isFinite })
        let advice = try #require(result.outcome.advice)
        #expect(advice.contains("after step \(step)") && advice.contains("learning_rate"))
    }

    @Test func `Advice names the learning rate only where the phase has one`() throws {
        // L-BFGS ends the warm-up, and the residual's weight is too much for a number.
        let diverged = try DecayProblem.train(
            DecayProblem.make(rateScale: 0.01),
            [
                "optimizer": .text("adam+lbfgs"), "steps": .integer(1),
                "weights.residual": .real(1e307), "data_warmup_steps": .integer(2),
            ])
        guard case .diverged(.loss, step: 1) = diverged.outcome.ending else {
            Issue.record("\(diverged.outcome)")
            return
        }
        #expect(
            diverged.outcome.advice
                == "the loss is not finite after step 1: lower the weights that dominate the loss")
        let stalled = try DecayProblem.train(
            DecayProblem.make(),
            [
                "optimizer": .text("lbfgs"), "lbfgs_steps": .integer(1000),
                "plateau_steps": .integer(1), "plateau_tolerance": .real(0.9),
            ])
        let advice = try #require(stalled.outcome.advice)
        #expect(advice.hasSuffix("raise plateau_steps, or try another optimizer or weights"))
    }

    @Test func `A phase that can lower the loss no further ends, and the training succeeds`() throws
    {
        let result = try DecayProblem.train(
            DecayProblem.make(guess: DecayProblem.truth),
            [
                "optimizer": .text("lbfgs+adam"), "steps": .integer(5),
                "lbfgs_steps": .integer(1_000_000), "weights.data": .real(0),
                "weights.initial": .real(0), "weights.residual": .real(0),
            ])
        #expect(result.outcome.ending == .succeeded)
        #expect(result.outcome.steps == 5)
    }

    @Test(
        arguments: [
            ("activation", ["tanh", "sin", "swish", "gelu", "softplus", "sigmoid"]),
            ("initialization", ["glorot-normal", "glorot-uniform"]),
            ("collocation", ["uniform", "random", "latin-hypercube", "clustered"]),
            ("initial_condition", ["soft", "hard"]),
            ("resampling", ["none", "residual"]),
            ("features", ["none", "fourier", "exponential"]),
            ("weighting", ["fixed", "gradient-norm", "relobralo", "self-adaptive"]),
            ("schedule", ["constant", "exponential", "cosine", "step", "plateau"]),
            ("optimizer", ["adam", "adamw", "radam", "sgd", "lbfgs", "ssbfgs", "ssbroyden", "lm"]),
        ])
    func `Every choice of a setting trains, each to other digits`(
        setting: String, choices: [String]
    ) throws {
        var estimates: Set<Double> = []
        for choice in choices {
            let result = try DecayProblem.train(
                DecayProblem.make(),
                [
                    "steps": .integer(20), "schedule_every": .integer(7),
                    "resampling_interval": .integer(5),
                    "schedule_patience": .integer(0), "learning_rate": .real(0.03),
                    setting: .text(choice),
                ])
            #expect(result.outcome.ending == .succeeded)
            estimates.insert(result.outcome.last.estimates[0])
        }
        #expect(estimates.count == choices.count)
        guard case .choice(let allowed)? = SettingsSchema.definition(of: setting)?.kind else {
            return
        }
        #expect(choices == allowed, "the test knows every choice of the schema")
    }
}
