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
}
