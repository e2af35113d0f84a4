import ArgumentParser
import Foundation
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
            Console.write(texts.map(\.text).joined(separator: "\n"))
            guard watch, statuses.contains(where: { $0.open > 0 }), owner != nil else { return }
            Thread.sleep(forTimeInterval: 1)
            Console.print("")
        } while true
    }
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
