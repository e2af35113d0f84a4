/// A training's losses and estimates at one point of it.
public struct TrainingPoint: Hashable, Sendable {
    /// Steps done before, all phases together.
    public var step: Int
    /// Means of the loss's terms, without weights.
    public var losses: LossParts
    /// The data term over held-out cells; nil where none is.
    public var heldOutLoss: Double?
    /// In the problem's order of unknowns and in their own units.
    public var estimates: [Double]
}

/// How a training ended.
public struct TrainingOutcome: Hashable, Sendable {
    /// What was not finite.
    public enum Quantity: Hashable, Sendable {
        case loss
        case gradient
        /// The estimate of an unknown, counted from 0.
        case estimate(Int)
    }

    public enum Ending: Hashable, Sendable {
        case succeeded
        /// A quantity is not finite after so many steps.
        case diverged(Quantity, step: Int)
        /// The loss has not fallen by more than a share of itself in so many steps, and the
        /// settings ask to end there.
        case stalled(steps: Int, tolerance: Double)
    }

    public var ending: Ending
    /// Steps done, all phases together.
    public var steps: Int
    /// The end's losses and estimates; the last finite ones where the training diverged.
    ///
    /// Where nothing was ever finite, what was found at the start.
    public var last: TrainingPoint
    /// For a ``TrainedNetwork``; nil where the training diverged.
    public var parameters: [Double]?
    /// Whether it ended in a phase whose steps have a learning rate; false where it ran to its end.
    public var hasLearningRate: Bool

    /// What happened and what to do about it, in one sentence; nil where it succeeded.
    public var advice: String? {
        switch ending {
        case .succeeded: return nil
        case .stalled(let steps, let tolerance):
            return "the loss has not fallen by more than \(tolerance) of itself in \(steps) steps: "
                + "raise plateau_steps, or try \(hasLearningRate ? "another learning_rate," : "another")"
                + " optimizer or weights"
        case .diverged(let quantity, let step): return advice(on: quantity, step: step)
        }
    }

    private func advice(on quantity: Quantity, step: Int) -> String {
        if step == 0 {
            return "\(quantity) is not finite before the first step: "
                + "check the guesses, the scales and the equations there"
        }
        return "\(quantity) is not finite after step \(step): lower "
            + (hasLearningRate ? "learning_rate, or " : "")
            + "the weights that dominate the loss"
    }
}

extension TrainingOutcome.Quantity: CustomStringConvertible {
    public var description: String {
        switch self {
        case .loss: "the loss"
        case .gradient: "the gradient"
        case .estimate(let index): "the estimate of unknown \(index + 1)"
        }
    }
}
