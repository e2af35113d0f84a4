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
    private var lastShown = Date.distantPast
    /// Tenths of the plan that were told of where nothing can be rewritten.
    private var lastTenth = -1

    init(sweep: String, yardstick: Yardstick, isTerminal: Bool = Console.isTerminal) {
        self.sweep = sweep
        self.yardstick = yardstick
        self.isTerminal = isTerminal
    }

    /// Takes in what the run tells, after it was committed.
    func show(_ notice: RunNotice) {
        switch notice {
        case .progress(let progress):
            latest = progress
            isTerminal ? rewrite() : reportTenths(progress)
        case .trialEnded(let attempt, let outcome, let next) where outcome.status != .succeeded:
            tell(line(attempt, outcome, next))
        case .workerLost(let worker, let cause):
            tell("worker \(worker) is gone (\(cause)); its trials are queued again")
        case .warning(let text):
            tell("warning: \(text)")
        case .workerJoined, .trialStarted, .trialEnded:
            break
        }
    }

    /// Leaves the last figures standing.
    func finish() {
        guard let latest else { return }
        if isTerminal { Console.rewrite("") }
        Console.say(Self.line(sweep, latest, yardstick))
    }

    private func rewrite() {
        guard let latest, Date.now.timeIntervalSince(lastShown) >= 0.1 else { return }
        lastShown = .now
        Console.rewrite(Self.line(sweep, latest, yardstick))
    }

    private func reportTenths(_ progress: RunProgress) {
        let tenth = progress.settled * 10 / max(1, progress.planned)
        guard tenth > lastTenth else { return }
        lastTenth = tenth
        Console.say(Self.line(sweep, progress, yardstick))
    }

    private func tell(_ line: String) {
        if isTerminal { Console.rewrite("") }
        Console.say(line)
        if isTerminal, let latest { Console.rewrite(Self.line(sweep, latest, yardstick)) }
    }

    private func line(
        _ attempt: AttemptID, _ outcome: AttemptOutcome, _ next: TrialStatus
    ) -> String {
        let ending = next.isFinal ? "" : "; queued again"
        let cause = outcome.cause.map { ": \($0)" } ?? ""
        return "trial \(attempt.trial) \(outcome.status.rawValue)\(cause)\(ending)"
    }

    /// The figures in one line: `brain4-quick  34/96 done, 2 running, 3.1/s, 20 s left, best 0.8 %`.
    static func line(_ sweep: String, _ progress: RunProgress, _ yardstick: Yardstick) -> String {
        let succeeded = progress.counts[.succeeded] ?? 0
        let failed = progress.settled - succeeded
        var parts = ["\(progress.settled)/\(progress.planned) done"]
        if let running = progress.counts[.running], running > 0 {
            parts.append("\(running) running")
        }
        if failed > 0 { parts.append("\(failed) failed") }
        if let rate = progress.rate, progress.settled < progress.planned {
            parts.append("\(Figures.significant(rate, digits: 2))/s")
        }
        if let left = progress.secondsLeft, left > 0 {
            parts.append("\(Figures.duration(seconds: left.rounded(.up))) left")
        }
        if let best = progress.best {
            let figure =
                yardstick == .recoveryError
                ? Figures.percent(best, digits: 2) : Figures.significant(best, digits: 2)
            parts.append("best \(figure)")
        }
        return "\(sweep)  " + parts.joined(separator: ", ")
    }
}
