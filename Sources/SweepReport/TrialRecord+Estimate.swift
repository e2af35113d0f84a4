public import SweepModel

extension TrialRecord {
    /// The estimate of an unknown; nil where the trial left none.
    public func estimate(of parameter: String) -> Double? {
        estimates.first { $0.parameter == parameter }?.value
    }
}
