import PINNCore
import Settings
import Testing

@Suite struct TrainingStateTests {
    /// A short training; 3 pairs of history, so that L-BFGS writes over the oldest ones.
    private func training(
        _ optimizer: String, _ settings: [String: SettingValue] = [:],
        problem: InverseProblem? = nil
    ) throws -> Training {
        let short: [String: SettingValue] = [
            "layers": .integer(2), "neurons": .integer(8), "collocation_points": .integer(20),
            "optimizer": .text(optimizer), "steps": .integer(24), "lbfgs_steps": .integer(12),
            "lbfgs_history": .integer(3), "lm_steps": .integer(9), "bfgs_steps": .integer(10),
            "schedule": .text("cosine"),
        ]
        return Training(
            problem: try problem ?? DecayProblem.make(heldOut: [2]),
            settings: try TrialSettings(short.merging(settings) { $1 }), seed: 5, replicate: 0)
    }

    /// All that a training says, and its state after every step.
    private struct Record {
        var outcome: TrainingOutcome
        var curve: [TrainingPoint] = []
        var states: [TrainingState] = []

        init(_ training: consuming Training) {
            var curve: [TrainingPoint] = []
            var states: [TrainingState] = []
            outcome = training.run(
                report: { curve.append($0) }, afterStep: { states.append($0.state) })
            self.curve = curve
            self.states = states
        }
    }

    private static let sequences = [
        "adam", "adamw", "radam", "sgd", "lbfgs", "adam+lbfgs", "lbfgs+adam", "radam+lbfgs+sgd",
        "sgd+adam+lbfgs+radam", "lbfgs+lbfgs", "lm", "adam+lm+radam", "lm+lbfgs+lm", "ssbfgs",
        "ssbroyden", "adam+ssbroyden+lbfgs+ssbfgs",
    ]

    @Test(arguments: sequences)
    func `A training put back to any of its states ends with the same bits`(
        optimizer: String
    ) throws {
        let whole = Record(try training(optimizer))
        #expect(whole.states.map(\.steps) == Array(1...whole.outcome.steps))
        for (index, state) in whole.states.enumerated() {
            var rest = try training(optimizer)
            try rest.restore(state)
            let continued = Record(rest)
            #expect(continued.outcome == whole.outcome, "after step \(state.steps)")
            #expect(continued.curve == whole.curve.filter { $0.step > state.steps })
            #expect(continued.states.elementsEqual(whole.states[(index + 1)...]))
        }
    }

    @Test(arguments: ["adam", "adam+lbfgs+sgd", "lbfgs+radam", "adam+lm"])
    func `So does one in single precision`(optimizer: String) throws {
        let single: [String: SettingValue] = ["precision": .text("f32")]
        let whole = Record(try training(optimizer, single))
        #expect(whole.outcome != Record(try training(optimizer)).outcome)
        for (index, state) in whole.states.enumerated() {
            var rest = try training(optimizer, single)
            try rest.restore(state)
            let continued = Record(rest)
            #expect(continued.outcome == whole.outcome, "after step \(state.steps)")
            #expect(continued.states.elementsEqual(whole.states[(index + 1)...]))
        }
    }

    static let weightings: [[String: SettingValue]] = [
        ["weighting": .text("gradient-norm"), "weighting_interval": .integer(3)],
        [
            "weighting": .text("relobralo"), "weighting_interval": .integer(2),
            "weighting_look_back": .real(0.5),
        ],
        ["weighting": .text("self-adaptive"), "weighting_rate": .real(0.1)],
        ["causality": .real(0.5), "data_warmup_steps": .integer(5)],
        [
            "weighting": .text("self-adaptive"), "causality": .real(0.5),
            "data_warmup_steps": .integer(3),
        ],
        ["weighting": .text("relobralo"), "data_warmup_steps": .integer(14)],
        [
            "weighting": .text("self-adaptive"), "causality": .real(0.5),
            "resampling": .text("residual"), "resampling_interval": .integer(3),
        ],
    ]

    @Test(arguments: ["adam", "adam+lbfgs", "lbfgs+adam+lm+adam"])
    func `Points move at their steps and not between, and go on from any state`(
        optimizer: String
    ) throws {
        let settings: [String: SettingValue] = [
            "resampling": .text("residual"), "resampling_interval": .integer(5),
            "data_warmup_steps": .integer(4),
        ]
        let whole = Record(try training(optimizer, settings))
        for (state, next) in zip(whole.states, whole.states.dropFirst()) {
            // As many first-order steps were begun before the next one as the state counts.
            let place = state.weighting.steps - 4
            let isDue =
                next.weighting.steps > state.weighting.steps && place > 0
                && place.isMultiple(of: 5)
            #expect((state.collocationTimes != next.collocationTimes) == isDue)
        }
        #expect(Set(whole.states.map(\.collocationTimes)).count >= 3)
        for (index, state) in whole.states.enumerated() {
            #expect(state.collocationTimes.count == 20)
            #expect(state.collocationTimes == state.collocationTimes.sorted())
            var rest = try training(optimizer, settings)
            try rest.restore(state)
            let continued = Record(rest)
            #expect(continued.outcome == whole.outcome, "after step \(state.steps)")
            #expect(continued.states.elementsEqual(whole.states[(index + 1)...]))
        }
    }

    @Test func `Points that cannot be a training's are refused and change nothing`() throws {
        let settings: [String: SettingValue] = [
            "resampling": .text("residual"), "resampling_interval": .integer(5),
        ]
        let states = Record(try training("adam", settings)).states
        for change in [
            { $0.removeLast() }, { $0[3] = -1 }, { $0[3] = .nan }, { $0.swapAt(0, 9) },
            { $0[10] = $0[11] },
        ] as [(inout [Double]) -> Void] {
            var foreign = states[12]
            change(&foreign.collocationTimes)
            var whole = try training("adam", settings)
            #expect(throws: TrainingStateFault.self) { try whole.restore(foreign) }
            let isUnchanged = Record(whole).states == states
            #expect(isUnchanged)
        }
        var plain = try training("adam")
        #expect(throws: TrainingStateFault.doesNotFit) { try plain.restore(states[12]) }
    }

    @Test(arguments: weightings, ["adam+lbfgs", "lbfgs+adam", "adam+lm+radam"])
    func `Weights that change go on from any state, too, and stand still between first orders`(
        weighting: [String: SettingValue], optimizer: String
    ) throws {
        let whole = Record(try training(optimizer, weighting))
        for (index, state) in whole.states.enumerated() {
            var rest = try training(optimizer, weighting)
            try rest.restore(state)
            let continued = Record(rest)
            #expect(continued.outcome == whole.outcome, "after step \(state.steps)")
            #expect(continued.states.elementsEqual(whole.states[(index + 1)...]))
        }
        let names = optimizer.split(separator: "+")
        for (state, next) in zip(whole.states, whole.states.dropFirst())
        where state.phase == next.phase {
            let isFrozen = ["lbfgs", "lm"].contains(names[state.phase])
            #expect((state.weighting == next.weighting) == isFrozen)
        }
    }

    @Test func `A state of another weighting is refused and changes nothing`() throws {
        let settings: [String: SettingValue] = ["causality": .real(0.5)]
        let states = Record(try training("adam", settings)).states
        for weighting in Self.weightings {
            let foreign = Record(try training("adam", weighting)).states[2]
            var whole = try training("adam", settings)
            #expect(throws: TrainingStateFault.self) { try whole.restore(foreign) }
            let isUnchanged = Record(whole).states == states
            #expect(isUnchanged)
        }
        var changed = states[9]
        changed.weighting.causal[4] *= 0.5
        var whole = try training("adam", settings)
        #expect(throws: TrainingStateFault.self) { try whole.restore(changed) }
        let isUnchanged = Record(whole).states == states
        #expect(isUnchanged)
        changed = states[9]
        changed.weighting.losses = [LossParts(data: 1, initial: 1, residual: 1)]
        var other = try training("adam", settings)
        #expect(throws: TrainingStateFault.doesNotFit) { try other.restore(changed) }
    }

    @Test(arguments: ["adam", "adamw", "radam", "sgd"])
    func `A rate that followed the loss goes on from where it was`(optimizer: String) throws {
        let settings: [String: SettingValue] = [
            "schedule": .text("plateau"), "schedule_patience": .integer(1),
            "learning_rate": .real(0.1), "parameter_learning_rate": .real(0.02),
            "warmup_steps": .integer(5),
        ]
        let whole = Record(try training(optimizer, settings))
        let reductions = whole.states.map { state in
            switch state.memory {
            case .moments(_, let pace), .velocity(_, steps: _, let pace): pace.reductions
            default: 0
            }
        }
        #expect(reductions.last! >= 1)
        for state in whole.states {
            var rest = try training(optimizer, settings)
            try rest.restore(state)
            #expect(Record(rest).outcome == whole.outcome, "after step \(state.steps)")
        }
    }

    @Test(arguments: ["adam", "radam+lbfgs", "lm"])
    func `A training that a rule ends does so after being put back, too`(
        optimizer: String
    ) throws {
        let rules: [[String: SettingValue]] = [
            ["plateau_steps": .integer(4), "plateau_tolerance": .real(0.5)],
            ["target_loss": .real(0.2)],
        ]
        for rule in rules {
            let whole = Record(try training(optimizer, rule))
            #expect(whole.outcome.steps == whole.states.count)
            for (index, state) in whole.states.enumerated() {
                var rest = try training(optimizer, rule)
                try rest.restore(state)
                let continued = Record(rest)
                #expect(continued.outcome == whole.outcome, "after step \(state.steps)")
                #expect(continued.states.elementsEqual(whole.states[(index + 1)...]))
            }
        }
    }

    @Test func `It may be put back again and again`() throws {
        let whole = Record(try training("adam+lbfgs"))
        var state: TrainingState?
        var outcome: TrainingOutcome?
        // Each of them lives for one step.
        for step in 1...whole.outcome.steps {
            var next = try training("adam+lbfgs")
            if let state { try next.restore(state) }
            var states: [TrainingState] = []
            outcome = next.run(report: { _ in }, afterStep: { states.append($0.state) })
            #expect(states.first?.steps == step)
            state = states.first
        }
        #expect(outcome == whole.outcome)
    }

    @Test func `A phase that ends early does so after being put back, too`() throws {
        // One value to fit: rounding is reached after a few steps.
        let settings: [String: SettingValue] = [
            "lbfgs_steps": .integer(1000), "weights.data": .real(0), "weights.residual": .real(0),
        ]
        let whole = Record(try training("lbfgs+adam", settings))
        let borders = whole.states.indices.filter { index in
            index > 0 && whole.states[index].phase != whole.states[index - 1].phase
        }
        let border = try #require(borders.first)
        #expect(border < 1000)
        for index in [border - 2, border - 1, border] {
            var rest = try training("lbfgs+adam", settings)
            try rest.restore(whole.states[index])
            #expect(Record(rest).outcome == whole.outcome)
        }
    }

    @Test func `A training that diverges does so after being put back, with its last numbers`()
        throws
    {
        let settings: [String: SettingValue] = [
            "learning_rate": .real(1e2), "steps": .integer(4000), "schedule": .text("constant"),
        ]
        let whole = Record(try training("sgd", settings))
        guard case .diverged = whole.outcome.ending, let last = whole.states.last else {
            Issue.record("\(whole.outcome)")
            return
        }
        var rest = try training("sgd", settings)
        try rest.restore(last)
        #expect(Record(rest).outcome == whole.outcome)
    }

    @Test func `A state of another training is refused and changes nothing`() throws {
        let states = Record(try training("adam+lbfgs")).states
        let foreign = [
            Record(try training("radam+lbfgs", ["neurons": .integer(9)])).states[3],
            Record(try training("lbfgs")).states[3],
            Record(try training("sgd")).states[3],
            Record(try training("adam+lbfgs", ["steps": .integer(30)])).states[29],
        ]
        for state in foreign {
            var whole = try training("adam+lbfgs")
            #expect(throws: TrainingStateFault.doesNotFit) { try whole.restore(state) }
            #expect(Record(whole).states == states)
        }
        var pairs = states[30]
        guard case .curvature(let kept) = pairs.memory else {
            Issue.record("\(pairs.memory)")
            return
        }
        pairs.memory = .curvature(kept + kept)
        var rest = try training("adam+lbfgs")
        #expect(throws: TrainingStateFault.doesNotFit) { try rest.restore(pairs) }
    }

    @Test func `A state of another problem shows by its loss`() throws {
        let problem = try DecayProblem.make(guess: 0.4)
        let state = Record(try training("adam", problem: problem)).states[5]
        var rest = try training("adam", ["weights.data": .real(2)])
        #expect(throws: TrainingStateFault.self) { try rest.restore(state) }
        var own = try training("adam")
        var changed = Record(try training("adam")).states[5]
        changed.parameters[0] = .nan
        #expect(throws: TrainingStateFault.self) { try own.restore(changed) }
    }
}
