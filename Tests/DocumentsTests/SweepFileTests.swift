import Documents
import Expressions
import Settings
import SweepFile
import SweepModel
import Testing

/// The sweep of a text, whose faults fail the test in full.
func sweep(_ text: String) throws -> Sweep {
    try readSweep(Array(text.utf8), path: "sweep.yaml").sweep
}

/// A sweep with the given parameters, a line each.
func sweep(method: String, parameters: String...) throws -> Sweep {
    let lines = parameters.map { "  \($0)\n" }.joined()
    return try sweep("name: s\nproblem: p.yaml\nmethod: \(method)\nparameters:\n\(lines)")
}

struct `A sweep file` {
    static let quick = """
        # Which of the tuning axes matter for the flagship?
        # About a minute on two cores.
        name: brain4-quick
        description: every axis once
        problem: problems/brain4.yaml
        method: grid
        seed: 20260916
        replicates: 3
        parameters:
          layers:             {values: [2, 3]}
          activation:         {values: [tanh, swish]}
          learning_rate:      1e-3
          optimizer:          {values: [adam, adam+lbfgs]}
          lbfgs_steps:        {value: 500, when: optimizer == "adam+lbfgs"}
          collocation_points: 128
          weights:
            parameters:
              data: 1
              residual: {values: [1, 100]}
        configurations:
          - {layers: 5, weights: {residual: 10}}
          - {neurons: 64, weights.data: 2}
        require: [layers <= 5, neurons * layers < 500]
        limits: {time: 5m, memory: 1GiB, retries: 1}
        """

    @Test func `gives every key of the design its value`() throws {
        let sweep = try sweep(Self.quick)
        #expect(sweep.name == "brain4-quick")
        #expect(sweep.description == "every axis once")
        #expect(
            sweep.question == """
                Which of the tuning axes matter for the flagship?
                About a minute on two cores.
                """)
        #expect(sweep.problemPath == "problems/brain4.yaml")
        #expect(sweep.method == .grid)
        #expect(sweep.seed == 20_260_916)
        #expect(sweep.replicates == 3)
        #expect(sweep.runCap == nil)
        #expect(
            sweep.axes.map(\.setting) == [
                "layers", "activation", "learning_rate", "optimizer", "lbfgs_steps",
                "collocation_points", "weights.data", "weights.residual",
            ])
        #expect(sweep.axes[0].domain == .values([.integer(2), .integer(3)], probabilities: nil))
        #expect(sweep.axes[2].domain == .values([.real(1e-3)], probabilities: nil))
        #expect(sweep.axes[4].condition?.text == #"optimizer == "adam+lbfgs""#)
        #expect(sweep.axes[7].domain == .values([.real(1), .real(100)], probabilities: nil))
        #expect(
            sweep.configurations == [
                ["layers": .integer(5), "weights.residual": .real(10)],
                ["neurons": .integer(64), "weights.data": .real(2)],
            ])
        #expect(sweep.requirements.map(\.text) == ["layers <= 5", "neurons * layers < 500"])
        #expect(sweep.limits == Limits(seconds: 300, memoryBytes: 1 << 30, retries: 1))
    }

    @Test func `leaves what it does not say at the defaults`() throws {
        let sweep = try sweep(method: "grid", parameters: "layers: 2")
        #expect(sweep.seed == 0)
        #expect(sweep.replicates == 1)
        #expect(sweep.limits == Limits())
        #expect(sweep.question.isEmpty && sweep.description.isEmpty)
        #expect(sweep.configurations.isEmpty && sweep.requirements.isEmpty)
    }

    @Test func `takes its problem's path relative to itself`() throws {
        let text = Array("name: s\nproblem: p/a.yaml\nmethod: grid\nconfigurations: [{}]".utf8)
        #expect(try readSweep(text, path: "Sweeps/s.yaml").problemPath == "Sweeps/p/a.yaml")
        #expect(try readSweep(text, path: "s.yaml").problemPath == "p/a.yaml")
    }

    @Test(
        arguments: [
            ("learning_rate: 1e-4", .values([.real(1e-4)], probabilities: nil)),
            (
                "learning_rate: {values: [1e-4, 1E-3, 3e-2]}",
                .values([.real(1e-4), .real(1e-3), .real(3e-2)], probabilities: nil)
            ),
            ("layers: {min: 1, max: 10}", .integers(1...10)),
            ("layers: {distribution: int_uniform, min: 1, max: 10}", .integers(1...10)),
            (
                "weights.data: {min: 1.0, max: 10.0}",
                .distribution(.uniform(lowest: 1, highest: 10))
            ),
            (
                "weights.data: {min: 1, max: 10.5}",
                .distribution(.uniform(lowest: 1, highest: 10.5))
            ),
            (
                "weights.data: {distribution: uniform, min: 1, max: 10}",
                .distribution(.uniform(lowest: 1, highest: 10))
            ),
            (
                "neurons: {distribution: q_uniform, min: 8, max: 64, q: 8}",
                .distribution(.quantizedUniform(lowest: 8, highest: 64, quantum: 8))
            ),
            (
                "learning_rate: {distribution: log_uniform_values, min: 1e-5, max: 1e-1}",
                .distribution(.logUniform(lowest: 1e-5, highest: 0.1))
            ),
            (
                "neurons: {distribution: q_log_uniform_values, min: 8, max: 512}",
                .distribution(.quantizedLogUniform(lowest: 8, highest: 512, quantum: 1))
            ),
            (
                "weights.data: {distribution: inv_log_uniform_values, min: 1, max: 8}",
                .distribution(.inverseLogUniform(lowest: 1, highest: 8))
            ),
            (
                "weights.data: {distribution: normal, mu: 2, sigma: 0.5}",
                .distribution(.normal(mean: 2, deviation: 0.5))
            ),
            (
                "weights.data: {distribution: normal}",
                .distribution(.normal(mean: 0, deviation: 1))
            ),
            (
                "layers: {distribution: q_normal, mu: 4}",
                .distribution(.quantizedNormal(mean: 4, deviation: 1, quantum: 1))
            ),
            (
                "weights.data: {distribution: log_normal}",
                .distribution(.logNormal(mean: 0, deviation: 1))
            ),
            (
                "layers: {distribution: q_log_normal, q: 2}",
                .distribution(.quantizedLogNormal(mean: 0, deviation: 1, quantum: 2))
            ),
            ("weights.data: {distribution: beta, a: 2}", .distribution(.beta(a: 2, b: 1))),
            (
                "weights.data: {distribution: q_beta, b: 3, q: 0.1}",
                .distribution(.quantizedBeta(a: 1, b: 3, quantum: 0.1))
            ),
            (
                "layers: {values: [1, 2], probabilities: [0.25, 0.75]}",
                .values([.integer(1), .integer(2)], probabilities: [0.25, 0.75])
            ),
            (
                "layers: {distribution: categorical, values: [1, 2]}",
                .values([.integer(1), .integer(2)], probabilities: nil)
            ),
            (
                "layers: {distribution: constant, value: 2.0}",
                .values([.integer(2)], probabilities: nil)
            ),
        ] as [(String, AxisDomain)])
    func `reads a parameter as Weights & Biases means it`(
        parameter: String, domain: AxisDomain
    ) throws {
        let sweep = try sweep(method: "random\nrun_cap: 5", parameters: parameter)
        #expect(sweep.axes.map(\.domain) == [domain])
        #expect(sweep.runCap == 5)
    }

    @Test(arguments: [
        ("90", 90.0), ("1.5", 1.5), ("30s", 30), ("5m", 300), ("1h", 3600), ("1h30m", 5400),
        ("2d", 172_800), ("'1.5 h'", 5400),
    ])
    func `reads a time limit`(text: String, seconds: Double) throws {
        let sweep = try sweep(method: "grid\nlimits: {time: \(text)}", parameters: "layers: 2")
        #expect(sweep.limits.seconds == seconds)
    }

    @Test(arguments: [
        ("1073741824", 1 << 30), ("512MiB", 512 << 20), ("1 GiB", 1 << 30), ("2GB", 2_000_000_000),
        ("1.5GiB", 3 << 29), ("2e9", 2_000_000_000),
    ])
    func `reads a memory limit`(text: String, bytes: Int) throws {
        let sweep = try sweep(method: "grid\nlimits: {memory: \(text)}", parameters: "layers: 2")
        #expect(sweep.limits.memoryBytes == bytes)
    }

    @Test func `gives the condition of a group to its parameters`() throws {
        let sweep = try sweep(
            method: "grid", parameters: "layers: {values: [1, 2]}",
            "weights: {when: layers > 1, parameters: {data: {values: [1, 2]}}}")
        #expect(sweep.axes[1].condition?.text == "layers > 1")
    }

    @Test func `may use aliases for values`() throws {
        let sweep = try sweep(
            method: "grid", parameters: "layers: {values: &list [1, 2]}",
            "neurons: {values: *list}")
        #expect(sweep.axes[0].domain == sweep.axes[1].domain)
    }

    @Test func `takes the largest seed`() throws {
        let sweep = try sweep(
            method: "grid\nseed: 18446744073709551615", parameters: "layers: 2")
        #expect(sweep.seed == .max)
    }
}
