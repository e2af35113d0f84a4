internal import Draws

/// A centre and a covariance, from which proposals of a Markov chain are drawn.
struct ProposalShape: Sendable {
    let center: [Double]
    let covariance: [[Double]]
    /// L with L Lᵀ = covariance, lower triangular.
    private let factor: [[Double]]

    /// Degrees of freedom of Student's t: tails that are heavier than those of most posteriors.
    private static let freedom = 5.0

    init(center: [Double], covariance: [[Double]]) {
        self.center = center
        self.covariance = covariance
        factor = Self.cholesky(covariance)
    }

    /// The mean and covariance of draws, drawn towards an earlier shape's covariance where they
    /// are few.
    init(of draws: [[Double]], before: ProposalShape) {
        let (count, size) = (Double(draws.count), draws[0].count)
        let center = (0..<size).map { index in
            draws.reduce(0) { $0 + $1[index] } / count
        }
        let weight = 10 * Double(size)
        covariance = (0..<size).map { row in
            (0..<size).map { column in
                let sum = draws.reduce(0) {
                    $0 + ($1[row] - center[row]) * ($1[column] - center[column])
                }
                return (sum + weight * before.covariance[row][column]) / (count + weight)
            }
        }
        self.center = center
        factor = Self.cholesky(covariance)
    }

    /// A normal step around nothing.
    func step(from stream: inout DrawStream) -> [Double] {
        let deviates = center.map { _ in stream.normal() }
        return factor.map { row in zip(row, deviates).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    /// A draw of the multivariate t distribution of this centre and covariance.
    func draw(from stream: inout DrawStream) -> [Double] {
        let step = step(from: &stream)
        let chiSquare = 2 * stream.gamma(shape: Self.freedom / 2)
        let scale = (Self.freedom / chiSquare).squareRoot()
        return zip(center, step).map { $0 + scale * $1 }
    }

    /// The logarithm of that distribution's density, but for a constant.
    func logDensity(at point: [Double]) -> Double {
        var standardized: [Double] = []
        for (row, values) in factor.enumerated() {
            let known = zip(values, standardized).reduce(0) { $0 + $1.0 * $1.1 }
            standardized.append((point[row] - center[row] - known) / values[row])
        }
        let square = standardized.reduce(0) { $0 + $1 * $1 }
        let exponent = -(Self.freedom + Double(point.count)) / 2
        return exponent * Portable.log(1 + square / Self.freedom)
    }

    /// The factor of Cholesky; a direction that rounding leaves without variance keeps some.
    private static func cholesky(_ matrix: [[Double]]) -> [[Double]] {
        var factor = matrix.map { row in row.map { _ in 0.0 } }
        for row in matrix.indices {
            for column in 0...row {
                let known = zip(factor[row], factor[column]).prefix(column)
                    .reduce(0) { $0 + $1.0 * $1.1 }
                let rest = matrix[row][column] - known
                factor[row][column] =
                    row == column
                    ? max(rest, 1e-14 * matrix[row][row], .leastNormalMagnitude).squareRoot()
                    : rest / factor[column][column]
            }
        }
        return factor
    }
}
