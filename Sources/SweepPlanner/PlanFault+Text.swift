import Expressions
import Settings

extension PlanFault: CustomStringConvertible {
    /// The message, and the hint if there is one, on one line.
    public var description: String {
        hint.map { "\(message) (\($0))" } ?? message
    }

    /// What is wrong, in one line without a full stop.
    public var message: String {
        switch self {
        case .unknownSetting(let name): "no setting is called '\(name)'"
        case .axisTwice(let setting): "'\(setting)' stands twice in the parameters"
        case .noValues(let setting): "'\(setting)' has no values"
        case .valueTwice(let setting, let value): "'\(setting)' lists \(value.text) twice"
        case .value(let fault): fault.message
        case .probabilities(let setting, let count, let values, let sum):
            count == values
                ? "the probabilities of '\(setting)' sum to \(sum)"
                : "'\(setting)' has \(values) values and \(count) probabilities"
        case .distribution(let setting, let reason): "'\(setting)': \(reason)"
        case .notFinite(let setting, let hasProbabilities):
            hasProbabilities
                ? "a grid cannot weigh the values of '\(setting)' with probabilities"
                : "a grid cannot try every value of '\(setting)'"
        case .tooManyPoints(let count, let limit):
            "the grid has \(count.map(String.init) ?? "far too many") points,"
                + " a plan holds \(limit) at most"
        case .cycle(let names):
            "'when' conditions go in a circle: "
                + (names + names.prefix(1)).joined(separator: " → ")
        case .condition(let text, let fault): "in the condition '\(text)': \(fault.message)"
        case .listedValue(let number, let fault): "configuration \(number): \(fault.message)"
        case .listedTwice(let first, let second):
            "configurations \(first) and \(second) are the same"
        case .listedExcluded(let number, let requirement):
            "configuration \(number) does not meet the requirement '\(requirement)'"
        case .listedBeyondCap(let listed, let cap):
            "\(listed) configurations are listed, but run_cap is \(cap)"
        case .runCapMissing: "a random sweep needs a run_cap of at least 1"
        case .noReplicates: "replicates must be at least 1"
        case .nothingLeft(let counts): PlanFault.nothingLeft(counts)
        case .exhausted(let found, let failures, let requirements):
            PlanFault.exhausted(found, failures, requirements)
        }
    }

    /// How to mend it, where there is something to say.
    public var hint: String? {
        switch self {
        case .unknownSetting(let name): PlanFault.hint(unknown: name)
        case .axisTwice, .valueTwice, .listedTwice: "remove one of the two"
        case .noValues: "list at least one value"
        case .value(let fault), .listedValue(_, let fault): fault.hint
        case .probabilities: "give one probability a value, none below 0, with the sum 1"
        case .distribution: nil
        case .notFinite(_, true): "remove the probabilities, or use method: random"
        case .notFinite(_, false):
            "list values, give whole numbers as min and max, or use method: random with run_cap"
        case .tooManyPoints: "use fewer values, or method: random with run_cap"
        case .cycle: "let one of them stand without 'when'"
        case .condition(_, let fault): fault.hint
        case .listedExcluded: "change the configuration or the requirement"
        case .listedBeyondCap: "run_cap counts all configurations: raise it"
        case .runCapMissing: "add run_cap: 20 for twenty configurations"
        case .noReplicates: "leave replicates out for one trial a configuration"
        case .nothingLeft: "loosen the requirements or widen the axes"
        case .exhausted(let found, let failures, _): PlanFault.hint(exhausted: found, failures)
        }
    }

    private static func hint(unknown name: String) -> String {
        let names = SettingsSchema.all.map(\.name)
        return nearest(name, in: names).map { "did you mean '\($0)'?" }
            ?? "the settings are \(names.joined(separator: ", "))"
    }

    private static func nothingLeft(_ counts: [ExcludedCount]) -> String {
        let failed = counts.map { "'\($0.requirement)' (\($0.count) points)" }
        return "no configuration is left: all points fail " + failed.joined(separator: " or ")
    }

    private static func exhausted(
        _ found: Int, _ failures: DrawFailures, _ requirements: [ExcludedCount]
    ) -> String {
        let failed = requirements.map { "'\($0.requirement)'" }.joined(separator: " or ")
        let parts = [
            (failures.duplicates, "equal to an earlier configuration"),
            (failures.excluded, "failing \(failed)"),
            (failures.outOfRange, "outside the range of a setting"),
        ]
        let reasons = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "no further configuration after \(found) in \(failures.total) draws: "
            + reasons.joined(separator: ", ")
    }

    private static func hint(exhausted found: Int, _ failures: DrawFailures) -> String {
        let most = max(failures.duplicates, failures.excluded, failures.outOfRange)
        if failures.duplicates == most {
            return "the axes hold few distinct points: set run_cap to \(max(found, 1)),"
                + " widen an axis, or use method: grid"
        }
        return failures.excluded == most
            ? "loosen the requirements, or narrow the axes to what meets them"
            : "narrow the distribution to what the setting can take"
    }
}
