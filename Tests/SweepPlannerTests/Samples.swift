import Expressions
import Settings
import SweepModel
import SweepPlanner

/// An axis of listed values.
func listed(
    _ setting: String, _ values: [SettingValue], probabilities: [Double]? = nil,
    when: String? = nil
) throws -> Axis {
    Axis(
        setting: setting, domain: .values(values, probabilities: probabilities),
        condition: try when.map { try Condition(parsing: $0) })
}

/// An axis with a distribution.
func drawn(_ setting: String, _ distribution: Distribution) -> Axis {
    Axis(setting: setting, domain: .distribution(distribution))
}

func grid(
    _ axes: [Axis], require: [String] = [], configurations: [[String: SettingValue]] = [],
    replicates: Int = 1, runCap: Int? = nil
) throws -> Sweep {
    Sweep(
        name: "sample", problemPath: "problem.yaml", method: .grid, replicates: replicates,
        runCap: runCap, axes: axes, configurations: configurations,
        requirements: try require.map { try Condition(parsing: $0) })
}

func random(
    _ axes: [Axis], _ runCap: Int?, seed: UInt64 = 0, require: [String] = [],
    configurations: [[String: SettingValue]] = []
) throws -> Sweep {
    Sweep(
        name: "sample", problemPath: "problem.yaml", method: .random, seed: seed, runCap: runCap,
        axes: axes, configurations: configurations,
        requirements: try require.map { try Condition(parsing: $0) })
}

extension Plan {
    /// The values of some settings, a row a configuration: `2 tanh`.
    func rows(_ settings: String...) -> [String] {
        configurations.map { configuration in
            settings.map { configuration.settings[$0].text }.joined(separator: " ")
        }
    }

    /// The values of a numeric setting.
    func numbers(_ setting: String) -> [Double] {
        configurations.compactMap { configuration in
            switch configuration.settings[setting] {
            case .integer(let number): Double(number)
            case .real(let number): number
            case .text: nil
            }
        }
    }

    /// Whether the counts explain the number of configurations.
    var isBalanced: Bool {
        configurations.count == listed + expanded - excluded - merged - outOfRange
    }
}
