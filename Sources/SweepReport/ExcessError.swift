internal import Draws
import Statistics
public import SweepModel

extension BaselineRecord {
    /// How far estimates lie from the classical fit of the same data: the largest
    /// |log(estimate / fitted)| over the unknowns, in Cramér-Rao standard errors.
    ///
    /// It is what a configuration adds to the luck of the data. Infinite where an estimate is not
    /// of its fitted value's sign; nil where an unknown was not fitted or not estimated.
    public func excessError(of estimates: [Estimate]) -> Double? {
        var largest: Double?
        for unknown in unknowns {
            guard let fitted = unknown.estimate, let unit = unknown.unit, unit > 0,
                let estimate = estimates.first(where: { $0.parameter == unknown.parameter })
            else { return nil }
            let ratio = estimate.value / fitted
            guard ratio.isFinite, ratio > 0 else { return .infinity }
            largest = max(largest ?? 0, abs(Portable.log(ratio)) / unit)
        }
        return largest
    }
}

/// The excess errors of a configuration's replicates.
public struct ExcessErrors: Hashable, Sendable {
    /// Upper median over all replicates, a failed one infinite.
    public let median: Double
    /// Over the replicates that succeeded.
    public let range: ClosedRange<Double>
    /// Over all replicates, a failed one infinite.
    public let largest: Double

    /// Nil unless all replicates have ended, one succeeded, and all those were fitted.
    init?(of trials: [TrialRecord], against baselines: [Int: BaselineRecord]) {
        guard trials.allSatisfy(\.status.isFinal) else { return nil }
        let succeeded = trials.filter { $0.status == .succeeded }
        let errors = succeeded.compactMap { trial in
            baselines[trial.replicate]?.excessError(of: trial.estimates)
        }
        guard errors.count == succeeded.count, let lowest = errors.min() else { return nil }
        let failures = Array(repeating: Double.infinity, count: trials.count - succeeded.count)
        median = upperMedian(errors + failures)!
        range = lowest...errors.max()!
        largest = failures.isEmpty ? range.upperBound : .infinity
    }
}
