/// A search along a direction for a step that satisfies the strong Wolfe conditions.
///
/// Nocedal & Wright, algorithms 3.5 and 3.6, with cubic interpolation (equation 3.59) kept off
/// the ends of the bracket, c₁ = 1e-4 and c₂ = 0.9. Where differences of values drown in
/// rounding, slopes decide the sufficient decrease instead: the approximate Wolfe conditions of
/// Hager & Zhang (2005), and the value must still be lower. A value that is not finite counts as
/// infinitely high. Where the conditions cannot be met, the lowest step found is taken.
final class LineSearch {
    /// The point found, with value and gradient.
    let trial: Iterate
    private var start = Sample(length: 0, value: 0, slope: 0)
    private var lowest = Sample(length: 0, value: 0, slope: 0)
    private var evaluationsLeft = 0

    private static let sufficientDecrease = 1e-4
    private static let curvature = 0.9
    private static let evaluationLimit = 30

    /// One point of the line: its distance in units of the direction, value and slope there.
    struct Sample {
        var length: Double
        var value: Double
        var slope: Double

        var isFinite: Bool { value.isFinite && slope.isFinite }
    }

    /// Where a search starts and which way it goes.
    private struct Line {
        let origin: Iterate
        let direction: Vector
    }

    init(parameterCount: Int) {
        trial = Iterate(at: Array(repeating: 0, count: parameterCount))
    }

    /// The length of the step found, or nil where no lower value was found.
    ///
    /// ``trial`` is then the point, and the objective's last evaluation was there.
    func run(
        from iterate: Iterate, along direction: Vector, of objective: inout some Objective,
        trying length: Double
    ) -> Double? {
        let slope = iterate.slope.dot(direction)
        guard slope < 0, slope.isFinite else { return nil }
        start = Sample(length: 0, value: iterate.value, slope: slope)
        lowest = start
        evaluationsLeft = LineSearch.evaluationLimit
        let line = Line(origin: iterate, direction: direction)
        if let found = bracket(line, trying: length, of: &objective) { return found.length }
        guard lowest.value < start.value else { return nil }
        _ = sample(line, at: lowest.length, of: &objective)
        return lowest.length
    }

    /// Algorithm 3.5: lengthens the step until an acceptable one lies below it.
    private func bracket(
        _ line: Line, trying length: Double, of objective: inout some Objective
    ) -> Sample? {
        var previous = start
        var next = length
        while evaluationsLeft > 0 {
            let current = sample(line, at: next, of: &objective)
            if !isLow(current) || previous.length > 0 && current.value >= previous.value {
                return zoom(line, low: previous, high: current, of: &objective)
            }
            if isFlat(current) { return current }
            if current.slope >= 0 {
                return zoom(line, low: current, high: previous, of: &objective)
            }
            let guess = LineSearch.cubicMinimum(previous, current)
            next = min(max(guess.isFinite ? guess : 0, 2 * current.length), 10 * current.length)
            previous = current
        }
        return nil
    }

    /// Algorithm 3.6: narrows the bracket between a low and a high end to an acceptable step.
    private func zoom(
        _ line: Line, low: Sample, high: Sample, of objective: inout some Objective
    ) -> Sample? {
        var low = low
        var high = high
        while evaluationsLeft > 0 {
            let length = LineSearch.between(low, high)
            guard length != low.length, length != high.length else { return nil }
            let current = sample(line, at: length, of: &objective)
            if !isLow(current) || current.value >= low.value {
                high = current
            } else if isFlat(current) {
                return current
            } else {
                if current.slope * (high.length - low.length) >= 0 { high = low }
                low = current
            }
        }
        return nil
    }

    private func sample(
        _ line: Line, at length: Double, of objective: inout some Objective
    ) -> Sample {
        evaluationsLeft -= 1
        trial.position.set(line.origin.position, plus: length, times: line.direction)
        trial.isEvaluated = false
        trial.evaluate(&objective)
        let value = trial.isFinite ? trial.value : .infinity
        let sample = Sample(length: length, value: value, slope: trial.slope.dot(line.direction))
        if value < lowest.value { lowest = sample }
        return sample
    }

    /// The sufficient decrease, by values or, within their rounding, by slopes.
    private func isLow(_ sample: Sample) -> Bool {
        let share = LineSearch.sufficientDecrease
        if sample.value <= start.value + share * sample.length * start.slope { return true }
        return sample.value < start.value && sample.slope <= (2 * share - 1) * start.slope
    }

    private func isFlat(_ sample: Sample) -> Bool {
        abs(sample.slope) <= -LineSearch.curvature * start.slope
    }

    /// A length inside a bracket, a tenth of it away from both ends.
    private static func between(_ low: Sample, _ high: Sample) -> Double {
        let span = high.length - low.length
        guard high.isFinite else { return low.length + 0.1 * span }
        let fraction = (cubicMinimum(low, high) - low.length) / span
        guard fraction.isFinite else { return low.length + 0.5 * span }
        return low.length + min(max(fraction, 0.1), 0.9) * span
    }

    /// The minimum of the cubic through two samples; NaN where it has none (equation 3.59).
    private static func cubicMinimum(_ left: Sample, _ right: Sample) -> Double {
        let span = right.length - left.length
        let first = left.slope + right.slope - 3 * (right.value - left.value) / span
        let square = first * first - left.slope * right.slope
        guard square >= 0 else { return .nan }
        let second = span < 0 ? -square.squareRoot() : square.squareRoot()
        return right.length
            - span * (right.slope + second - first) / (right.slope - left.slope + 2 * second)
    }
}
