import Settings

/// When a training ends before its budgets are used up: a function of its losses alone.
struct StoppingRule {
    /// The weighted loss that is low enough; 0 for none.
    let target: Double
    /// Steps without a fall that are too many; 0 for no limit.
    let patience: Int
    /// The share of the lowest loss that counts as a fall.
    let tolerance: Double

    init(_ settings: TrialSettings) {
        target = settings.targetLoss
        patience = settings.plateauSteps
        tolerance = settings.plateauTolerance
    }

    /// Takes note of the loss after a step.
    func watch(_ loss: Double, in plateau: inout Plateau) {
        guard patience > 0 else { return }
        plateau.take(loss, tolerance: tolerance)
    }

    /// How the training ends at a loss; nil where it goes on.
    func ending(loss: Double, plateau: Plateau) -> TrainingOutcome.Ending? {
        if target > 0, loss <= target { return .succeeded }
        guard patience > 0, plateau.waited >= patience else { return nil }
        return .stalled(steps: plateau.waited, tolerance: tolerance)
    }
}
