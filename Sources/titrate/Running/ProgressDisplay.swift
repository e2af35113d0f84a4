import Coordinator
import Foundation
import SweepModel
import SweepReport

/// Shows a run as it goes: one line that is rewritten on a terminal, few lines elsewhere.
final class ProgressDisplay {
    private let sweep: String
    private let yardstick: Yardstick
    private let isTerminal: Bool
    private var latest: RunProgress?
    /// Attempts that a trial process works on: leases count as running in ``RunProgress``.
    private var running: Set<AttemptID> = []
    private var lastShown = Date.distantPast
    /// Tenths of the plan that were told of where nothing can be rewritten.
    private var lastTenth = -1
    private var lastLine = ""

    init(sweep: String, yardstick: Yardstick, isTerminal: Bool = Console.isTerminal) {
        self.sweep = sweep
        self.yardstick = yardstick
        self.isTerminal = isTerminal
    }

    /// Takes in what the run tells, after it was committed.
    func show(_ notice: RunNotice) {
        count(notice)
        switch notice {
        case .progress(let progress):
            latest = progress
            isTerminal ? rewrite() : reportTenths(progress)
        case .trialEnded(let attempt, let outcome, let next) where Self.isNews(outcome.status):
            tell(line(attempt, outcome, next))
        case .workerLost(let worker, let cause):
            tell("worker \(worker) is gone (\(cause)); its trials are queued again")
        case .note(let text):
            tell(text)
        case .warning(let text):
            tell("warning: \(text)")
        case .trialCancelled(let trial):
            tell("trial \(trial) cancelled")
        case .workerJoined, .trialStarted, .trialEnded:
            break
        }
    }

    private func count(_ notice: RunNotice) {
        switch notice {
        case .trialStarted(let attempt, _): running.insert(attempt)
        case .trialEnded(let attempt, _, _): running.remove(attempt)
        case .workerJoined, .workerLost, .trialCancelled, .progress, .note, .warning:
            break
        }
    }

    /// A success shows in the figures, and what was given back is run again.
    private static func isNews(_ status: TrialStatus) -> Bool {
        status != .succeeded && status != .cancelled
    }

    /// Leaves the last figures standing.
    func finish() {
        guard let latest else { return }
        if isTerminal { Console.rewrite("") }
        say(latest)
    }

    private func rewrite() {
        guard let latest, Date.now.timeIntervalSince(lastShown) >= 0.1 else { return }
        lastShown = .now
        Console.rewrite(line(latest))
    }

    /// Says the figures unless they were the last that was said.
    private func say(_ progress: RunProgress) {
        let line = line(progress)
        if line != lastLine { Console.say(line) }
        lastLine = line
    }

    private func reportTenths(_ progress: RunProgress) {
        let tenth = progress.settled * 10 / max(1, progress.planned)
        guard tenth > lastTenth else { return }
        lastTenth = tenth
        say(progress)
    }

    private func tell(_ line: String) {
        if isTerminal { Console.rewrite("") }
        Console.say(line)
        lastLine = ""
        if isTerminal, let latest { Console.rewrite(self.line(latest)) }
    }

    private func line(
        _ attempt: AttemptID, _ outcome: AttemptOutcome, _ next: TrialStatus
    ) -> String {
        let ending = next.isFinal ? "" : "; queued again"
        let cause = outcome.cause.map { ": \($0)" } ?? ""
        return "trial \(attempt.trial) \(outcome.status.rawValue)\(cause)\(ending)"
    }

    /// The figures in one line: `brain4-quick  34/96 done, 2 running, 3.1/s, 20 s left, best 0.8 %`.
    private func line(_ progress: RunProgress) -> String {
        let succeeded = progress.counts[.succeeded] ?? 0
        let failed = progress.settled - succeeded
        var parts = ["\(progress.settled)/\(progress.planned) done"]
        if !running.isEmpty { parts.append("\(running.count) running") }
        if failed > 0 { parts.append("\(failed) failed") }
        if let rate = progress.rate, progress.settled < progress.planned {
            parts.append("\(Figures.significant(rate, digits: 2))/s")
        }
        if let left = progress.secondsLeft, left > 0 {
            parts.append("\(Figures.duration(wholeSeconds: left)) left")
        }
        if let best = progress.best, best.isFinite {
            let figure =
                yardstick == .recoveryError
                ? Figures.percent(best, digits: 2) : Figures.significant(best, digits: 2)
            parts.append("best \(figure)")
        }
        return "\(sweep)  " + parts.joined(separator: ", ")
    }
}
