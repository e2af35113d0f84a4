import Glibc

/// Numbers that the plain loss can be written with.
protocol PlainScalar {
    init(_ value: Double)
    static func + (left: Self, right: Self) -> Self
    static func - (left: Self, right: Self) -> Self
    static func * (left: Self, right: Self) -> Self
    static func / (left: Self, right: Self) -> Self
    /// A smooth function, by its value and its derivative at a number.
    func mapped(_ function: (Double) -> Double, derivative: (Double) -> Double) -> Self
    var value: Double { get }
}

extension PlainScalar {
    var exponential: Self { mapped(exp, derivative: exp) }
    var sine: Self { mapped(sin, derivative: cos) }
    var cosine: Self { mapped(cos, derivative: { -sin($0) }) }
    var errorFunction: Self {
        mapped(erf, derivative: { 2 / Double.pi.squareRoot() * exp(-$0 * $0) })
    }
    var logarithmOfOnePlus: Self { mapped(log1p, derivative: { 1 / (1 + $0) }) }
    /// log Φ.
    var logarithmOfNormal: Self {
        let below = { (z: Double) in 0.5 * erfc(-z / 2.0.squareRoot()) }
        return mapped(
            { log(below($0)) },
            derivative: { exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() / below($0) })
    }
    var hyperbolicTangent: Self { mapped(tanh, derivative: { 1 - tanh($0) * tanh($0) }) }
}

extension Double: PlainScalar {
    func mapped(_ function: (Double) -> Double, derivative: (Double) -> Double) -> Double {
        function(self)
    }
    var value: Double { self }
}

/// A number with its derivative in one direction.
struct Dual: PlainScalar {
    var value: Double
    var slope: Double

    init(_ value: Double) { self.init(value, slope: 0) }

    init(_ value: Double, slope: Double) {
        self.value = value
        self.slope = slope
    }

    static func + (left: Dual, right: Dual) -> Dual {
        Dual(left.value + right.value, slope: left.slope + right.slope)
    }
    static func - (left: Dual, right: Dual) -> Dual {
        Dual(left.value - right.value, slope: left.slope - right.slope)
    }
    static func * (left: Dual, right: Dual) -> Dual {
        Dual(
            left.value * right.value,
            slope: left.slope * right.value + left.value * right.slope)
    }
    static func / (left: Dual, right: Dual) -> Dual {
        let quotient = left.value / right.value
        return Dual(quotient, slope: (left.slope - quotient * right.slope) / right.value)
    }
    func mapped(_ function: (Double) -> Double, derivative: (Double) -> Double) -> Dual {
        Dual(function(value), slope: slope * derivative(value))
    }
}
