import ArgumentParser
import Expressions
import Foundation
import PINNCore
import ProblemModel
import SweepModel
import SweepStore
import TrialProtocol
import TrialTraining

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Print the concentration profiles that a trial's network predicts, as CSV.",
        discussion: """
            The time, the states in file order and the other observables, at the network's own \
            estimates. The networks of a sweep's best trials are kept in the store; that of any \
            other trial is trained again first.
            """)

    @Argument(help: "The trial's id, or enough of its first digits.")
    var trial: String

    @Option(
        help: ArgumentHelp(
            "Times within the problem's window, joined by commas.", valueName: "list"))
    var times: String?

    @Option(
        help: ArgumentHelp(
            "Equal steps of the time window, where no times are given.", valueName: "count"))
    var points: Int = 100

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (1...10_000_000).contains(points) else {
            throw ValidationError("--points is a number from 1 to 10000000")
        }
        _ = try givenTimes
    }

    /// The numbers of `--times`; nil where it is not given.
    private var givenTimes: [Double]? {
        get throws {
            try times?.split(separator: ",", omittingEmptySubsequences: false).map { text in
                let word = text.trimmingCharacters(in: .whitespaces)
                guard let time = Double(word), time.isFinite else {
                    throw ValidationError("--times has '\(word)', which is not a number")
                }
                return time
            }
        }
    }

    func run() throws {
        let reader = try store.reading()
        let detail = try reader.trialDetail(prefix: trial)
        guard [.succeeded, .stalled].contains(detail.record.status) else {
            throw CommandFault(
                .missingInput,
                "trial \(detail.record.id) has no network: it is \(detail.record.status.rawValue)",
                hint: "list trials that have one with: titrate query \"SELECT trial FROM trials "
                    + "WHERE status = 'succeeded'\"")
        }
        let repeatable = try RepeatableTrial(detail, from: reader)
        let times = try times(in: repeatable.problem.time)
        let parameters = try parameters(of: repeatable, detail, reader)
        let profiles = try NetworkProfiles(repeatable, parameters: parameters, times: times)
        Console.print((["time"] + repeatable.problem.observableNames).joined(separator: ","))
        for (time, row) in zip(times, profiles.rows) {
            Console.print(([time] + row).map(\.description).joined(separator: ","))
        }
    }

    private func times(in window: TimeWindow) throws -> [Double] {
        guard let given = try givenTimes else { return [window.start] + window.times(points) }
        if let outside = given.first(where: { !(window.start...window.end).contains($0) }) {
            throw CommandFault(
                .usage,
                "the network knows the times from \(window.start) to \(window.end), not \(outside)",
                hint: "a longer window in the problem file makes a network that knows more")
        }
        return given
    }

    /// The kept network's parameters, else those that the same training gives again.
    private func parameters(
        of repeatable: RepeatableTrial, _ detail: TrialDetail, _ reader: SweepStore
    ) throws -> [Double] {
        let id = detail.record.id
        if let kept = try reader.network(of: id) {
            return try NetworkFile.parameters(of: kept, "the store's network of trial \(id)")
        }
        Console.say("the network of trial \(id) was not kept: it is trained again")
        try Executables.checkTrial()
        let file = URL.temporary(ending: "network")
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try repeatable.run(network: file)
        guard let bytes = try? Data(contentsOf: file) else {
            throw CommandFault(
                .refused, "trial \(id) left no network",
                hint: detail.record.steps == 0
                    ? "it makes no step: a network that is not trained predicts nothing"
                    : "it should have: titrate rerun \(id) compares it with the store")
        }
        return try NetworkFile.parameters(of: Array(bytes), file.path)
    }
}
