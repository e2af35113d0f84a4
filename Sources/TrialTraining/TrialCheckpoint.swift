public import PINNCore
public import SweepModel

/// A trial under way: what another process needs to go on with it, and what the trial has said.
public struct TrialCheckpoint: Hashable, Sendable {
    /// Whose it is, and what its digits depend on beside that.
    public struct Origin: Hashable, Sendable {
        public var trial: TrialID
        public var numerics: Int
        public var machineType: String

        public init(trial: TrialID, numerics: Int, machineType: String) {
            self.trial = trial
            self.numerics = numerics
            self.machineType = machineType
        }

        /// A trial as this program on this machine trains it.
        public init(trial: TrialID) {
            self.init(
                trial: trial, numerics: numericsVersion, machineType: MachineType.current)
        }
    }

    public var origin: Origin
    /// All points of the learning curve so far: the next attempt says them again.
    public var curve: [CurvePoint]
    public var state: TrainingState

    public init(origin: Origin, curve: [CurvePoint], state: TrainingState) {
        self.origin = origin
        self.curve = curve
        self.state = state
    }
}

/// Why a checkpoint cannot be gone on from; the trial then starts over.
public enum CheckpointFault: Error, Hashable, Sendable {
    case unreadable(SystemError)
    /// It is no checkpoint, cut off, or its checksum does not fit.
    case damaged
    case otherFormat(Int)
    case otherOrigin(TrialCheckpoint.Origin)
    case unusableState(TrainingStateFault)
}

extension CheckpointFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let fault): "it cannot be read: \(fault)"
        case .damaged: "it is damaged, cut off or no checkpoint"
        case .otherFormat(let format):
            "format \(format) is not the \(TrialCheckpoint.format) that this version reads"
        case .otherOrigin(let origin):
            "it is of trial \(origin.trial), numerics \(origin.numerics), "
                + "machine type \(origin.machineType)"
        case .unusableState(let fault): "\(fault)"
        }
    }
}
