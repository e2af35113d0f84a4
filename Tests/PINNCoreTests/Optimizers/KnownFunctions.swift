import PINNCore

/// A sum of squares along the axes, with a curvature each: ½ Σ cᵢ (xᵢ − mᵢ)².
struct Quadratic: Objective {
    var curvatures: [Double]
    var minimum: [Double]
    var evaluations = 0

    var parameterCount: Int { curvatures.count }

    mutating func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double {
        evaluations += 1
        var value = 0.0
        for index in curvatures.indices {
            let distance = point[index] - minimum[index]
            gradient[index] = curvatures[index] * distance
            value += 0.5 * gradient[index] * distance
        }
        return value
    }
}

/// Rosenbrock's valley in any even number of dimensions; its minimum is 0 at (1, …, 1).
struct Rosenbrock: Objective {
    let parameterCount: Int

    func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double {
        var value = 0.0
        for first in stride(from: 0, to: parameterCount, by: 2) {
            let x = point[first]
            let across = point[first + 1] - x * x
            value += 100 * across * across + (1 - x) * (1 - x)
            gradient[first] = -400 * x * across - 2 * (1 - x)
            gradient[first + 1] = 200 * across
        }
        return value
    }
}

/// A strongly convex function that is no quadratic:
/// Σ (xᵢ⁴/12 + (1 + i) xᵢ²/2) + ½ (Σ xᵢ)² − x₀.
struct StronglyConvex: Objective {
    let parameterCount: Int

    func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double {
        let sum = (0..<parameterCount).reduce(0.0) { $0 + point[$1] }
        var value = 0.5 * sum * sum - point[0]
        for index in 0..<parameterCount {
            let x = point[index]
            value += x * x * x * x / 12 + Double(1 + index) * x * x / 2
            gradient[index] = sum + x * x * x / 3 + Double(1 + index) * x
        }
        gradient[0] -= 1
        return value
    }
}

/// A function of one parameter given by a closure: (x) → (value, slope).
struct Curve: Objective {
    let formula: (Double) -> (value: Double, slope: Double)
    var parameterCount: Int { 1 }

    func evaluate(
        _ point: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>
    ) -> Double {
        let result = formula(point[0])
        gradient[0] = result.slope
        return result.value
    }
}
