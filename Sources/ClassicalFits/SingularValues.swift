/// The singular value decomposition A = U Σ Vᵀ of a matrix with few columns.
///
/// One-sided Jacobi rotations (Hestenes 1958): small singular values are as accurate, relative to
/// A's columns, as large ones, which tells what data cannot tell apart from rounding.
struct SingularValues {
    /// σ, falling.
    private(set) var values: [Double]
    /// v_i, the directions among A's columns, in the order of the values.
    private(set) var directions: [[Double]]
    /// σ_i u_i, in the order of the values.
    private(set) var images: [[Double]]

    /// Decomposes a matrix given by its columns.
    init(columns: [[Double]]) {
        var images = columns
        var directions = columns.indices.map { row in
            columns.indices.map { $0 == row ? 1.0 : 0 }
        }
        for _ in 0..<60 where Self.sweep(&images, &directions) { continue }
        let lengths = images.map { Self.product($0, $0).squareRoot() }
        let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
        values = order.map { lengths[$0] }
        self.directions = order.map { directions[$0] }
        self.images = order.map { images[$0] }
    }

    /// The x that minimises |A x − b|² + damping · |x|².
    func solution(_ vector: [Double], damping: Double) -> [Double] {
        var solution = [Double](repeating: 0, count: values.count)
        for (index, value) in values.enumerated() where value > 0 {
            let part = Self.product(images[index], vector) / (value * value + damping)
            for column in solution.indices { solution[column] += part * directions[index][column] }
        }
        return solution
    }

    /// wᵀ (AᵀA)⁻¹ w; infinite where A says nothing about w.
    func variance(of combination: [Double]) -> Double {
        var variance = 0.0
        for (value, direction) in zip(values, directions) {
            let part = Self.product(direction, combination)
            // What rounding leaves of a direction that is not there.
            guard part.magnitude > 1e-12 else { continue }
            variance += part * part / (value * value)
        }
        return variance
    }

    static func product(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Makes each pair of columns orthogonal once; whether anything was rotated.
    private static func sweep(_ images: inout [[Double]], _ directions: inout [[Double]]) -> Bool {
        var hasRotated = false
        for first in images.indices {
            for second in images.indices where second > first {
                let (left, right) = (images[first], images[second])
                let overlap = product(left, right)
                let (a, b) = (product(left, left), product(right, right))
                guard overlap.magnitude > 1e-15 * (a * b).squareRoot() else { continue }
                hasRotated = true
                let ratio = (b - a) / (2 * overlap)
                let sign: Double = ratio < 0 ? -1 : 1
                let tangent = sign / (ratio.magnitude + (1 + ratio * ratio).squareRoot())
                let cosine = 1 / (1 + tangent * tangent).squareRoot()
                rotate(&images, first, second, cosine, cosine * tangent)
                rotate(&directions, first, second, cosine, cosine * tangent)
            }
        }
        return hasRotated
    }

    private static func rotate(
        _ columns: inout [[Double]], _ first: Int, _ second: Int, _ cosine: Double, _ sine: Double
    ) {
        for row in columns[first].indices {
            let (left, right) = (columns[first][row], columns[second][row])
            columns[first][row] = cosine * left - sine * right
            columns[second][row] = sine * left + cosine * right
        }
    }
}
