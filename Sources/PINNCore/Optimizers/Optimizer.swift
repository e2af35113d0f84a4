/// A method that lowers an objective, one step at a time.
///
/// An optimizer owns all memory that it needs from its making on; a step allocates nothing.
public protocol Optimizer: AnyObject {
    /// Takes one step from the iterate, or tells why none can be taken.
    func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome

    /// A copy of what it has learnt; together with the iterate's point, all that its next steps
    /// depend on.
    var memory: OptimizerMemory { get }

    /// Puts back what an optimizer of the same kind and size had learnt.
    ///
    /// - Returns: false, with nothing changed, where the memory is of another kind or size.
    func remember(_ memory: OptimizerMemory) -> Bool
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
