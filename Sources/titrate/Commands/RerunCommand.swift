import ArgumentParser
import Foundation
import SweepModel
import SweepStore
import TrialProtocol
import TrialRunner

struct RerunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun",
        abstract: "Run a trial again and compare it with the store, digit by digit.",
        discussion: "Writes nothing. Leaves with 0 where all is the same and with 1 where not.")

    @Argument(help: "The trial's id, or enough of its first digits.")
    var trial: String

    @OptionGroup var store: StoreOptions

    func run() throws {
        try Executables.checkTrial()
        let reader = try store.reading()
        let detail = try reader.trialDetail(prefix: trial)
        let stored = try TrialDigits(stored: detail)
        let messages = try RepeatableTrial(detail, from: reader).run()
        guard case .ended(let end)? = messages.last else {
            throw CommandFault(
                .refused, "trial \(detail.record.id) ended without telling how",
                hint: "the store has '\(detail.record.status.rawValue)'; "
                    + "look at its limits and at the machine's memory")
        }
        warnOfOtherMachine(detail, messages)
        let names = detail.problem.unknowns.map(\.name)
        if let difference = stored.firstDifference(
            from: TrialDigits(end, told: messages, unknowns: names))
        {
            Console.print("different: \(difference)")
            throw CommandFault(
                .refused, "trial \(detail.record.id) is not what the store has")
        }
        Console.print("same: trial \(detail.record.id), \(stored.rows.count) figures compared")
    }

    /// Digits are promised on one machine type only.
    private func warnOfOtherMachine(_ detail: TrialDetail, _ messages: [TrialMessage]) {
        guard case .started(let here)? = messages.first,
            let there = detail.attempts.last(where: { $0.machineType != nil })?.machineType,
            here != there
        else { return }
        Console.say("it ran on a machine of type \(there), this one is \(here): digits may differ")
    }
}

/// All figures of a trial that must be the same whenever it runs, each with its name.
struct TrialDigits {
    var rows: [(name: String, value: String)] = []

    /// - Throws: ``CommandFault`` where the store has no result of the trial.
    init(stored detail: TrialDetail) throws {
        let record = detail.record
        guard [.succeeded, .diverged, .stalled].contains(record.status), let steps = record.steps
        else {
            throw CommandFault(
                .missingInput,
                "trial \(record.id) has no result to compare with: it is \(record.status.rawValue)",
                hint: "list results with: titrate query \"SELECT trial FROM trials "
                    + "WHERE status = 'succeeded'\"")
        }
        for point in detail.curve { add(point, detail.problem.unknowns.map(\.name)) }
        rows += [("status", record.status.rawValue), ("steps", "\(steps)")]
        if let losses = record.losses { add(losses, of: "the end") }
        for estimate in record.estimates {
            add(estimate.value, "estimate of \(estimate.parameter) at the end")
        }
    }

    /// What a trial told, in the same order.
    init(_ end: TrialEnd, told messages: [TrialMessage], unknowns: [String]) {
        for case .progress(let point) in messages { add(point, unknowns) }
        rows += [("status", end.status.rawValue), ("steps", "\(end.steps)")]
        add(end.losses, of: "the end")
        for (name, value) in zip(unknowns, end.estimates) {
            add(value, "estimate of \(name) at the end")
        }
    }

    /// The first figure that another one has not, in words; nil where all are the same.
    func firstDifference(from other: TrialDigits) -> String? {
        for (mine, theirs) in zip(rows, other.rows) where mine != theirs {
            guard mine.name == theirs.name else {
                return "the store has \(mine.name), the new run \(theirs.name)"
            }
            return "\(mine.name): stored \(mine.value), now \(theirs.value)"
        }
        guard rows.count != other.rows.count else { return nil }
        return "\(rows.count) figures stored, \(other.rows.count) now"
    }

    private mutating func add(_ point: CurvePoint, _ unknowns: [String]) {
        add(point.losses, of: "step \(point.step)")
        for (name, value) in zip(unknowns, point.estimates) {
            add(value, "estimate of \(name) at step \(point.step)")
        }
    }

    private mutating func add(_ losses: LossValues, of place: String) {
        add(losses.data, "data loss at \(place)")
        add(losses.initial, "initial loss at \(place)")
        add(losses.residual, "residual loss at \(place)")
        if let holdout = losses.holdout { add(holdout, "held-out loss at \(place)") }
    }

    private mutating func add(_ value: Double, _ name: String) {
        // The shortest text that reads as this very number. The store has one zero and one NaN.
        rows.append((name, value.isNaN ? "NaN" : (value + 0).description))
    }
}
