public import ProblemModel

/// Why the data or the equations of a problem could not be prepared.
public enum PreparationFault: Error, Hashable, Sendable {
    /// The problem itself is wrong.
    case problem(ProblemFault)
    /// Synthetic data are made at the truth, which these unknowns do not have.
    case truthMissing([String])
    /// The equations have no usable solution at the truth, or at the guess where one is needed.
    case unsolvable(SolverFault)
    /// The solution at the truth is so large at this observable that noise cannot be scaled to it.
    case observableNotFinite(String)
}

extension PreparationFault: CustomStringConvertible {
    /// What is wrong, in one line without a full stop.
    public var message: String {
        switch self {
        case .problem(let fault): fault.message
        case .truthMissing(let names):
            "synthetic data need the truth of \(names.joined(separator: ", "))"
        case .unsolvable(let fault): fault.message
        case .observableNotFinite(let name): "the observable '\(name)' is not finite at the truth"
        }
    }

    /// How to mend it, where there is something to say.
    public var hint: String? {
        switch self {
        case .problem(let fault): fault.hint
        case .truthMissing: "give each unknown a 'truth', or measured data with 'file'"
        case .unsolvable(let fault): fault.hint
        case .observableNotFinite: "look for a division by 0 or the logarithm of 0 in it"
        }
    }

    /// The message and the hint on one line.
    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
