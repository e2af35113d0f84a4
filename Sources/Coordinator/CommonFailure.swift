import SweepModel

/// Watches whether all that ends, ends for the same cause, as a broken installation or a limit
/// that no trial can keep makes it: the rest of the plan is then not worth its time.
struct CommonFailure {
    /// Trials that have to end so, with none that brings a result before or between.
    let limit: Int
    /// A trial has brought a result, in this run or before: what fails, fails by its own settings.
    private var hasResults: Bool
    private var kind: Kind?
    private var count = 0

    /// Failures that are told in the same words, figures aside.
    private struct Kind: Equatable {
        var status: TrialStatus
        var words: String
        var text: String

        init(_ outcome: AttemptOutcome) {
            status = outcome.status
            text = outcome.cause ?? outcome.status.rawValue
            words = String(text.filter { !$0.isNumber })
        }

        static func == (left: Kind, right: Kind) -> Bool {
            left.status == right.status && left.words == right.words
        }
    }

    init(limit: Int, hasResults: Bool) {
        self.limit = limit
        self.hasResults = hasResults
    }

    /// Takes in how a trial ended for good.
    mutating func take(_ outcome: AttemptOutcome) {
        if outcome.status.isResult { hasResults = true }
        guard outcome.status.isRetriable else {
            kind = nil
            return
        }
        let next = Kind(outcome)
        count = next == kind ? count + 1 : 1
        kind = next
    }

    /// Why the run should stop and what to do about it; nil while it should go on.
    var verdict: String? {
        guard !hasResults, let kind, count >= limit else { return nil }
        return "the first \(count) trials all failed for one cause: \(kind.text)\n"
            + "help: \(kind.status.remedy); look at one with 'titrate show TRIAL'; then "
            + "'titrate resume' goes on with the rest of the plan"
    }
}

extension TrialStatus {
    /// An end that the trial's own numbers made.
    var isResult: Bool { self == .succeeded || self == .diverged || self == .stalled }

    /// What to do where all trials end so.
    fileprivate var remedy: String {
        switch self {
        case .timedOut: "raise limits: time, or ask for fewer steps"
        case .outOfMemory: "run fewer at a time with --jobs, or raise limits: memory"
        default: "check that titrate and titrate-trial are of one build and can run here"
        }
    }
}
