/// The last differences of points (s) and of gradients (y), from which L-BFGS takes curvature.
final class CurvatureHistory {
    private let steps: [Vector]
    private let changes: [Vector]
    private let products: Vector
    private let weights: Vector
    private var newest = -1
    private var held = 0

    init(parameterCount: Int, capacity: Int) {
        precondition(capacity >= 1, "a history keeps at least one pair")
        steps = (0..<capacity).map { _ in Vector(uninitialized: parameterCount) }
        changes = (0..<capacity).map { _ in Vector(uninitialized: parameterCount) }
        products = Vector(zeros: capacity)
        weights = Vector(zeros: capacity)
    }

    var isEmpty: Bool { held == 0 }

    func forget() { held = 0 }

    /// Keeps the pair of a step, unless its curvature is not positive beyond rounding.
    func learn(length: Double, along direction: Vector, gradient: Vector, before: Vector) {
        let next = (newest + 1) % steps.count
        steps[next].set(length, times: direction)
        changes[next].set(gradient, minus: before)
        let product = steps[next].dot(changes[next])
        let square = changes[next].dot(changes[next])
        guard product > Double.ulpOfOne * square, product.isFinite, square.isFinite else {
            // The oldest pair lay where this one was written, when all places are taken.
            held = min(held, steps.count - 1)
            return
        }
        products.scalars[next] = product
        newest = next
        held = min(held + 1, steps.count)
    }

    /// Copies of the pairs that are held, the oldest first.
    var pairs: [CurvaturePair] {
        (0..<held).reversed().map { age in
            CurvaturePair(step: steps[place(age)].numbers, change: changes[place(age)].numbers)
        }
    }

    /// Puts pairs back, the oldest first; false, with nothing changed, where they do not fit.
    ///
    /// Their products come out as when they were learnt: the same numbers in the same order.
    func remember(_ pairs: [CurvaturePair]) -> Bool {
        let count = steps[0].count
        guard pairs.count <= steps.count,
            pairs.allSatisfy({ $0.step.count == count && $0.change.count == count })
        else { return false }
        for (place, pair) in pairs.enumerated() {
            steps[place].set(pair.step)
            changes[place].set(pair.change)
            products.scalars[place] = steps[place].dot(changes[place])
        }
        held = pairs.count
        newest = pairs.count - 1
        return true
    }

    /// direction = −H g by the two-loop recursion.
    func quasiNewtonDirection(against gradient: Vector, into direction: Vector) {
        direction.set(-1, times: gradient)
        for age in 0..<held {
            let place = self.place(age)
            let weight = steps[place].dot(direction) / products.scalars[place]
            weights.scalars[place] = weight
            direction.add(-weight, times: changes[place])
        }
        let scale = products.scalars[newest] / changes[newest].dot(changes[newest])
        direction.set(scale, times: direction)
        for age in (0..<held).reversed() {
            let place = self.place(age)
            let correction = changes[place].dot(direction) / products.scalars[place]
            direction.add(weights.scalars[place] - correction, times: steps[place])
        }
    }

    /// Where the pair of an age is kept; the newest has age 0.
    private func place(_ age: Int) -> Int {
        let place = newest - age
        return place < 0 ? place + steps.count : place
    }
}
