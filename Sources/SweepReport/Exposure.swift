/// What a body is exposed to over a concentration curve.
public struct Exposure: Hashable, Sendable {
    /// The area under the curve between its first and last time, by trapezoids.
    public let area: Double
    /// The largest value, and the first time of it.
    public let peak: Double
    public let peakTime: Double

    /// - Parameter points: By rising time; nil comes of fewer than two or of one that is not finite.
    public init?(_ points: [(time: Double, value: Double)]) {
        guard points.count >= 2, points.allSatisfy({ $0.time.isFinite && $0.value.isFinite })
        else { return nil }
        area = zip(points, points.dropFirst()).reduce(0) { sum, pair in
            let (left, right) = pair
            return sum + (right.time - left.time) * (left.value + right.value) / 2
        }
        var highest = points[0]
        for point in points where point.value > highest.value { highest = point }
        (peak, peakTime) = (highest.value, highest.time)
    }
}
