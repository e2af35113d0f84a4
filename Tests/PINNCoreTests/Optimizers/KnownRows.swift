import Draws
import PINNCore

/// A sum of squares whose rows are given by a closure: point → (value, derivatives) of each row.
struct KnownRows: Objective {
    var parameterCount: Int
    var rowCount: Int
    let rows: ([Double]) -> [(value: Double, derivatives: [Double])]
    var evaluatedAt: [Double] = []

    init(
        parameterCount: Int, rowCount: Int,
        rows: @escaping ([Double]) -> [(value: Double, derivatives: [Double])]
    ) {
        self.parameterCount = parameterCount
        self.rowCount = rowCount
        self.rows = rows
    }

    mutating func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double {
        evaluatedAt = numbers(point)
        for index in 0..<parameterCount { gradient[index] = 0 }
        return rows(evaluatedAt).reduce(0.0) { sum, row in
            for index in 0..<parameterCount {
                gradient[index] += 2 * row.value * row.derivatives[index]
            }
            return sum + row.value * row.value
        }
    }

    func linearize(_ point: UnsafePointer<Double>, into linearization: Linearization) {
        for (index, row) in rows(numbers(point)).enumerated() {
            linearization[index] = row.value
            for (parameter, derivative) in row.derivatives.enumerated() {
                linearization[index, parameter] = derivative
            }
        }
    }

    private func numbers(_ point: UnsafePointer<Double>) -> [Double] {
        (0..<parameterCount).map { point[$0] }
    }
}

extension KnownRows {
    /// Rosenbrock's valley as the squares 10 (y − x²) and 1 − x; its minimum is 0 at (1, 1).
    static var valley: KnownRows {
        KnownRows(parameterCount: 2, rowCount: 2) { point in
            [
                (10 * (point[1] - point[0] * point[0]), [-20 * point[0], 10]),
                (1 - point[0], [-1, 0]),
            ]
        }
    }

    /// A drawn matrix times the point, less what makes `solution` exact, plus `offset` in each row.
    static func linear(
        rowCount: Int, solution: [Double], offset: Double = 0
    ) -> KnownRows {
        var stream = DrawStream(seed: 3, replicate: 0, purpose: .data)
        let matrix = (0..<rowCount).map { _ in solution.map { _ in stream.normal() } }
        return KnownRows(parameterCount: solution.count, rowCount: rowCount) { point in
            matrix.map { derivatives in
                let value = zip(derivatives, zip(point, solution)).reduce(0.0) {
                    $0 + $1.0 * ($1.1.0 - $1.1.1)
                }
                return (value + offset, derivatives)
            }
        }
    }

    /// exp(x) − 2 and x − level: exact at log 2, else with a curvature that Gauss–Newton leaves out.
    static func growth(level: Double) -> KnownRows {
        KnownRows(parameterCount: 1, rowCount: 2) { point in
            let growth = Portable.exp(point[0])
            return [(growth - 2, [growth]), (point[0] - level, [1])]
        }
    }
}
