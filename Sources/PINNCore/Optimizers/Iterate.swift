/// Where an optimization stands: a point, and the value and gradient there once evaluated.
///
/// A first-order step leaves the point unevaluated, so that each costs one evaluation; whoever
/// wants the value in between evaluates, and the next step uses what was found.
public final class Iterate {
    var position: Vector
    var slope: Vector
    /// The objective's value at the point; meaningless while ``isEvaluated`` is false.
    public internal(set) var value = Double.nan
    /// Whether ``value`` and ``gradient`` belong to ``point``.
    ///
    /// The objective's last evaluation is then the one at this very point.
    public internal(set) var isEvaluated = false
    /// Whether value and gradient were finite at the last evaluation.
    public internal(set) var isFinite = true

    /// An iterate at a point.
    public init(at point: [Double]) {
        position = Vector(zeros: point.count)
        slope = Vector(zeros: point.count)
        position.scalars.update(from: point, count: point.count)
    }

    /// The point's coordinates.
    public var point: UnsafePointer<Double> { UnsafePointer(position.scalars) }

    /// The gradient's coordinates.
    public var gradient: UnsafePointer<Double> { UnsafePointer(slope.scalars) }

    /// A copy of the point's coordinates.
    public var coordinates: [Double] { position.numbers }

    /// Moves to a point, where nothing is evaluated yet.
    func move(to point: [Double]) {
        position.set(point)
        forget()
    }

    /// Forgets value and gradient: the objective has become another one.
    func forget() { isEvaluated = false }

    /// Evaluates the objective here, unless that is done.
    public func evaluate(_ objective: inout some Objective) {
        guard !isEvaluated else { return }
        value = objective.evaluate(point, gradient: slope.scalars)
        isFinite = value.isFinite && slope.isFinite
        isEvaluated = true
    }

    /// Exchanges all that two iterates hold.
    func swap(with other: Iterate) {
        Swift.swap(&position, &other.position)
        Swift.swap(&slope, &other.slope)
        Swift.swap(&value, &other.value)
        Swift.swap(&isEvaluated, &other.isEvaluated)
        Swift.swap(&isFinite, &other.isFinite)
    }
}
