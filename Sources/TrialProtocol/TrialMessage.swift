public import SweepModel

/// One line that a trial process writes to its standard output.
public enum TrialMessage: Hashable, Sendable {
    /// The process has read its specification and begins; with the machine type it computes on.
    case started(machineType: String)
    /// A point of the learning curve.
    case progress(CurvePoint)
    /// The trial's own end; always the last line.
    case ended(TrialEnd)
}

/// How a training ended, as the trial itself tells.
public struct TrialEnd: Hashable, Sendable {
    /// Succeeded, diverged or stalled: the other ends are for others to tell.
    public var status: TrialStatus
    /// One sentence with advice; nil where it succeeded.
    public var cause: String?
    /// Iterations done, all phases together.
    public var steps: Int
    public var losses: LossValues
    /// In the problem's order of unknowns.
    public var estimates: [Double]
    /// The most memory that the process has held; nil where it does not tell.
    public var peakMemoryBytes: Int?

    public init(
        status: TrialStatus, cause: String?, steps: Int, losses: LossValues, estimates: [Double],
        peakMemoryBytes: Int? = nil
    ) {
        self.status = status
        self.cause = cause
        self.steps = steps
        self.losses = losses
        self.estimates = estimates
        self.peakMemoryBytes = peakMemoryBytes
    }
}
