/// A function of many parameters that an optimizer makes small.
public protocol Objective {
    var parameterCount: Int { get }

    /// The value at a point; writes the gradient there.
    ///
    /// Both pointers hold ``parameterCount`` numbers. A value or a gradient that is not finite is
    /// allowed: it ends a first-order phase, and shortens a line search's step.
    mutating func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double

    /// R where the value is the sum of the squares of R rows that can be asked for; 0 elsewhere.
    var rowCount: Int { get }

    /// Sets the R rows at a point and their derivatives; called only where ``rowCount`` is not 0.
    mutating func linearize(_ point: UnsafePointer<Double>, into rows: Linearization)
}

extension Objective {
    public var rowCount: Int { 0 }

    public mutating func linearize(_ point: UnsafePointer<Double>, into rows: Linearization) {
        preconditionFailure("this objective is no sum of squares")
    }
}
