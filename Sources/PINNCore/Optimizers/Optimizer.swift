/// A method that lowers an objective, one step at a time.
///
/// An optimizer owns all memory that it needs from its making on; a step allocates nothing.
public protocol Optimizer: AnyObject {
    /// Takes one step from the iterate, or tells why none can be taken.
    func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome
}

/// What came of one step of an optimizer.
public enum StepOutcome: Hashable, Sendable {
    /// The iterate has moved.
    case advanced
    /// No step lowers the objective any further; the iterate has not moved.
    case exhausted
    /// Value or gradient at the iterate is not finite; the iterate has not moved.
    case notFinite
}
