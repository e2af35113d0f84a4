import Draws
import Statistics
import SweepModel

/// What configurations can be chosen by where no truth is known; smaller is better.
enum Criterion: String, CaseIterable {
    case heldOut = "loss over held-out data"
    case data = "data loss"
    case residual = "residual loss, without weight"
    case misfit = "misfit of the equations' solution at the estimates"
    case spread = "spread of the estimates over the replicates"

    /// - Parameter misfits: By trial, where they are known.
    /// - Returns: nil where the configuration has none; infinite where failures decide it.
    func value(of summary: ConfigurationSummary, misfits: [TrialID: Double]) -> Double? {
        switch self {
        case .heldOut: median(summary) { $0.losses?.holdout }
        case .data: median(summary) { $0.losses?.data }
        case .residual: median(summary) { $0.losses?.residual }
        case .misfit: median(summary) { misfits[$0.id] }
        case .spread: Criterion.spread(summary)
        }
    }

    /// The upper median over all replicates, a failed one infinite.
    private func median(
        _ summary: ConfigurationSummary, _ loss: (TrialRecord) -> Double?
    ) -> Double? {
        var values: [Double] = []
        for trial in summary.trials {
            if trial.status != .succeeded {
                values.append(.infinity)
            } else if let value = loss(trial) {
                values.append(value.isNaN ? .infinity : value)
            } else {
                return nil
            }
        }
        return upperMedian(values)
    }

    /// The largest log(highest/lowest) of an unknown's estimates over the replicates that
    /// succeeded; infinite where signs differ, or less than half of the replicates succeeded.
    private static func spread(_ summary: ConfigurationSummary) -> Double? {
        guard summary.trials.count > 1 else { return nil }
        let succeeded = summary.trials.filter { $0.status == .succeeded }
        guard 2 * succeeded.count > summary.trials.count, let first = succeeded.first else {
            return .infinity
        }
        let spreads = first.estimates.map { estimate -> Double in
            let values = succeeded.compactMap { trial in
                trial.estimate(of: estimate.parameter)
            }
            let ratio = values.max()! / values.min()!
            let sizes = values.map(\.magnitude)
            guard values.allSatisfy({ $0 * values[0] > 0 }), ratio.isFinite else {
                return .infinity
            }
            return Portable.log(sizes.max()! / sizes.min()!)
        }
        return spreads.max()
    }
}
