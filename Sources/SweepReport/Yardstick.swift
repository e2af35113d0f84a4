public import SweepModel

/// What configurations are ranked by.
public enum Yardstick: String, Hashable, Sendable {
    /// The recovery error: the largest fold error minus one over the unknowns.
    case recoveryError = "recovery_error"
    /// The data loss over held-out cells, where the truth of an unknown is not known.
    case holdoutLoss = "loss_holdout"

    public init(of sweep: SweepRecord) {
        self = sweep.unknowns.allSatisfy { $0.truth != nil } ? .recoveryError : .holdoutLoss
    }

    /// The score of a trial, smaller is better; infinite where it did not succeed.
    func score(of trial: TrialRecord) -> Double {
        guard trial.status == .succeeded else { return .infinity }
        let score =
            switch self {
            case .recoveryError: trial.recoveryError
            case .holdoutLoss: trial.losses?.holdout
            }
        return score.map { $0.isNaN ? .infinity : $0 } ?? .infinity
    }

    /// A score as it is printed: errors in percent, losses as they are.
    public func text(_ score: Double?) -> String {
        guard let score else { return Figures.none }
        if score == .infinity { return "failed" }
        return self == .recoveryError ? Figures.percent(score) : Figures.significant(score)
    }

    /// What the score is called in a sentence.
    public var noun: String {
        self == .recoveryError ? "recovery error" : "held-out loss"
    }
}
