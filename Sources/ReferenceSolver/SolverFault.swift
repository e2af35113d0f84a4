/// Why a reference solution could not be computed; times are in the problem's unit.
public enum SolverFault: Error, Hashable, Sendable {
    /// The initial values are not finite.
    case initialValuesNotFinite
    /// A rate of change or a state is not a finite number.
    case notFinite(time: Double)
    /// The budget of steps is spent before the end of the window.
    case tooManySteps(time: Double, limit: Int)
    /// The step size became too small: the corrector or the error test kept failing.
    case noConvergence(time: Double)
    /// The integrator refused its input or ran out of memory; `code` is CVODES' own.
    case integrator(code: Int, time: Double)
}

extension SolverFault: CustomStringConvertible {
    /// What happened, in one sentence without a full stop.
    public var message: String {
        switch self {
        case .initialValuesNotFinite:
            "the initial values are not finite"
        case .notFinite(let time):
            "the equations have no finite solution at time \(time)"
        case .tooManySteps(let time, let limit):
            "\(limit) steps did not suffice, time \(time) was reached"
        case .noConvergence(let time):
            "the solver made no progress at time \(time)"
        case .integrator(let code, let time):
            "the integrator failed with CVODES code \(code) at time \(time)"
        }
    }

    /// How to mend it.
    public var hint: String {
        switch self {
        case .initialValuesNotFinite:
            "look for a division by 0 or the logarithm of a negative number in the initial values"
        case .notFinite:
            "look for a division by 0, an overflow or a growth without bounds near that time"
        case .tooManySteps:
            "look for fast oscillations, growth, or a step() of a state that switches to and fro"
        case .noConvergence:
            "look for a singularity, or a step() whose argument depends on a state, near that time"
        case .integrator:
            "check that the numbers of the problem are of a usual size"
        }
    }

    /// The message with its hint.
    public var description: String { "\(message) (\(hint))" }
}
