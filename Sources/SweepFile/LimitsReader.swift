internal import Documents
internal import SweepModel

/// Reads the safety nets around a trial.
struct LimitsReader {
    let faults: Faults

    func read(_ node: DocumentNode?) -> Limits {
        var limits = Limits()
        guard let node,
            let fields = faults.fields(of: node, "'limits'", known: SweepKeys.limits)
        else { return limits }
        limits.seconds = fields["time"].flatMap { faults.seconds($0, "'time'") }
        limits.memoryBytes = fields["memory"].flatMap { faults.bytes($0, "'memory'") }
        if let retries = fields["retries"],
            let count = faults.integer(retries, "'retries'", in: 0...100)
        {
            limits.retries = count
        }
        return limits
    }
}
