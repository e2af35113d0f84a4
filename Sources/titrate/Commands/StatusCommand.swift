import ArgumentParser
import Coordinator
import Foundation
import SlurmLauncher
import SweepModel
import SweepReport
import SweepStore

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how far a sweep has come, and what failed.")

    @Argument(help: "The sweep's name; every sweep of the store where not given.")
    var name: String?

    @Flag(help: "Show it again every second, until the sweep is settled.")
    var watch = false

    @OptionGroup var store: StoreOptions

    func run() throws {
        let reader = try store.reading()
        repeat {
            let owner = StoreLock.owner(of: store.files)
            let names = try name.map { [try reader.resolvedName($0)] } ?? reader.sweepNames()
            let statuses = try names.map(reader.status(of:))
            let texts = try statuses.map { status in
                StatusText(
                    status: status, owner: owner,
                    yardstick: Yardstick(of: try reader.sweepRecord(named: status.sweep)))
            }
            Console.write(texts.map(\.text).joined(separator: "\n") + pilots(owner))
            guard watch, statuses.contains(where: { $0.open > 0 }), owner != nil else { return }
            Thread.sleep(forTimeInterval: 1)
            Console.print("")
        } while true
    }
}

extension StatusCommand {
    /// The pilots of the store's run, where it has any.
    private func pilots(_ owner: LockOwner?) -> String {
        let spool = Spool(path: store.files.spool)
        return PilotBoard(in: spool).map { board in
            PilotText(board: board, isOwned: owner != nil, logs: spool.pilotsFolder).text
        } ?? ""
    }
}

/// The pilots of a run in words.
struct PilotText {
    let board: PilotBoard
    /// Whether their coordinator lives.
    let isOwned: Bool
    /// The folder of what they write.
    let logs: String

    var text: String {
        let kinds = Dictionary(grouping: board.pilots, by: \.kind)
        var parts = ["running", "pending"].compactMap { kind in
            kinds[kind].map { "\($0.count) \(kind)" + reasons(of: $0) }
        }
        if board.lost > 0 { parts.append("\(board.lost) lost") }
        var lines = ["pilots: " + (parts.isEmpty ? "none yet" : parts.joined(separator: ", "))]
        if let loss = board.lastLoss { lines.append("  the last one lost \(loss)") }
        lines.append("  jobs \(board.name); their logs are in \(logs)")
        if !isOwned {
            lines.append("  their coordinator is dead; 'titrate stop' or 'resume' ends them")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Why they wait, the most frequent first.
    private func reasons(of pilots: [PilotBoard.Entry]) -> String {
        let counts = Dictionary(grouping: pilots.map(\.reason).filter { !$0.isEmpty }) { $0 }
        let words = counts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return words.isEmpty ? "" : " (" + words.map(\.key).joined(separator: ", ") + ")"
    }
}

extension PilotBoard.Entry {
    /// Whether it works or waits.
    fileprivate var kind: String { state == "PENDING" ? "pending" : "running" }
}

/// A sweep's status in words.
struct StatusText {
    let status: StatusSummary
    /// Who runs the store now; nil where nobody does.
    let owner: LockOwner?
    let yardstick: Yardstick

    var text: String {
        var lines = ["\(status.sweep): \(status.ended) of \(status.planned) trials done"]
        let counts = TrialStatus.allCases.compactMap { kind in
            status.counts[kind].map { "  \(word(kind))  \($0)" }
        }
        lines += counts
        lines += status.failures.map { failure in
            "  \(failure.count) × \(failure.status.rawValue)"
                + (failure.cause.map { ": \($0)" } ?? "")
        }
        if status.reused > 0 { lines.append("  finished by another sweep  \(status.reused)") }
        if status.dropped > 0 { lines.append("  no longer in the plan  \(status.dropped)") }
        if let best = status.best, best.isFinite {
            lines.append("  best so far  \(yardstick.noun) \(yardstick.text(best))")
        }
        if status.open > 0 { lines.append(outlook) }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Rows that were running when their coordinator died are running no more.
    private func word(_ kind: TrialStatus) -> String {
        kind == .running && owner == nil ? "interrupted" : kind.rawValue
    }

    private var outlook: String {
        guard let owner else {
            return "  nobody runs it; 'titrate resume \(status.sweep)' finishes the plan"
        }
        let running = "  run by \(owner.description)"
        guard let rate = status.trialsPerSecond, rate > 0 else { return running }
        return running + ", \(Figures.significant(rate, digits: 2)) trials/s, about "
            + Figures.duration(wholeSeconds: Double(status.open) / rate) + " left"
    }
}
