import JSONText
import Settings
import Testing

struct IdentityTests {
    @Test func `the canonical form is sorted and leaves the defaults out`() throws {
        let settings = try TrialSettings([
            "weights.residual": .integer(100), "layers": .integer(4), "activation": .text("tanh"),
            "learning_rate": .real(0.01), "neurons": .integer(32),
        ])
        #expect(settings.canonicalForm == "layers=4\nlearning_rate=0.01\nweights.residual=100.0\n")
        #expect(TrialSettings.defaults.canonicalForm.isEmpty)
    }

    @Test func `1 and 1.0 are one value`() throws {
        let whole = try TrialSettings(["weights.data": .integer(2), "layers": .real(5)])
        let real = try TrialSettings(["weights.data": .real(2), "layers": .integer(5)])
        #expect(whole == real)
        #expect(whole.configurationHash == real.configurationHash)
    }

    @Test(arguments: [
        ("lbfgs_steps", SettingValue.integer(7), ["optimizer": SettingValue.text("adam+lbfgs")]),
        ("lbfgs_history", .integer(7), ["optimizer": .text("lbfgs")]),
        ("bfgs_steps", .integer(7), ["optimizer": .text("ssbroyden")]),
        ("lm_steps", .integer(7), ["optimizer": .text("adam+lm")]),
        ("schedule_half_life", .integer(7), ["schedule": .text("exponential")]),
        ("momentum", .real(0.5), ["optimizer": .text("sgd")]),
        ("feature_count", .integer(7), ["features": .text("fourier")]),
        ("feature_scale", .real(0.5), ["features": .text("fourier")]),
        ("feature_rates", .text("1 2"), ["features": .text("exponential")]),
        ("resampling_interval", .integer(7), ["resampling": .text("residual")]),
        ("weighting_interval", .integer(7), ["weighting": .text("gradient-norm")]),
        ("weighting_memory", .real(0.5), ["weighting": .text("relobralo")]),
        ("weighting_temperature", .real(0.5), ["weighting": .text("relobralo")]),
        ("weighting_look_back", .real(0.5), ["weighting": .text("relobralo")]),
        ("weighting_rate", .real(0.5), ["weighting": .text("self-adaptive")]),
        ("plateau_tolerance", .real(0.5), ["plateau_steps": .integer(9)]),
        ("guess_spread", .real(3), ["guess": .text("drawn")]),
        ("weight_decay", .real(0.5), ["optimizer": .text("adamw+lbfgs")]),
        ("schedule_every", .integer(7), ["schedule": .text("step")]),
        ("schedule_patience", .integer(7), ["schedule": .text("plateau")]),
        ("schedule_factor", .real(0.1), ["schedule": .text("plateau")]),
    ])
    func `a setting enters the identity only where it has an effect`(
        name: String, value: SettingValue, effective: [String: SettingValue]
    ) throws {
        let without = try TrialSettings([name: value])
        #expect(without.configurationHash == TrialSettings.defaults.configurationHash)
        let with = try TrialSettings(effective.merging([name: value]) { $1 })
        #expect(with.configurationHash != (try TrialSettings(effective).configurationHash))
    }

    @Test func `the weight of the initial loss has no effect beside hard initial conditions`()
        throws
    {
        let hard = ["initial_condition": SettingValue.text("hard")]
        let weighted = hard.merging(["weights.initial": .integer(9)]) { $1 }
        #expect(
            try TrialSettings(hard).configurationHash == TrialSettings(weighted).configurationHash)
    }

    @Test func `the budget of first-order steps has no effect where only L-BFGS runs`() throws {
        let first = try TrialSettings(["optimizer": .text("lbfgs"), "steps": .integer(10)])
        let second = try TrialSettings(["optimizer": .text("lbfgs"), "steps": .integer(20)])
        #expect(first.configurationHash == second.configurationHash)
    }

    @Test func `with no steps nothing of the optimizer matters`() throws {
        let plain = try TrialSettings(["steps": .integer(0)])
        let other = try TrialSettings([
            "steps": .integer(0), "optimizer": .text("lbfgs"), "learning_rate": .real(0.5),
        ])
        #expect(plain.configurationHash == other.configurationHash)
        #expect(plain.configurationHash != TrialSettings.defaults.configurationHash)
    }

    /// Written down so that no change can move them: stored results are found by these ids.
    /// Made with `printf '…' | sha256sum | cut -c 1-16`.
    @Test(
        arguments: [
            ([:], "e3b0c44298fc1c14"),
            (["layers": .integer(2)], "0cdeef8ff3f005dc"),
            (
                ["optimizer": .text("adam+lbfgs"), "weights.residual": .integer(100)],
                "a47fb77632d0463e"
            ),
            (["learning_rate": .real(1e-5), "activation": .text("swish")], "14d72bfc3f650320"),
        ] as [([String: SettingValue], String)])
    func `known configurations keep their ids`(given: [String: SettingValue], id: String) throws {
        #expect(try TrialSettings(given).configurationHash == id)
    }

    @Test func `settings survive JSON, nested as in a file`() throws {
        let settings = try TrialSettings([
            "weights.residual": .real(0.5), "optimizer": .text("adam+lbfgs"), "layers": .integer(7),
        ])
        #expect(settings.json["weights"]?["residual"] == .real(0.5))
        #expect(settings.json["layers"] == .integer(7))
        let read = try JSONValue(parsing: settings.json.serialized())
        #expect(try TrialSettings(json: read) == settings)
    }
}
