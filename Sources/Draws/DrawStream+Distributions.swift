extension DrawStream {
    /// A number in [0, 1): a multiple of 2⁻⁵³, each equally likely.
    public mutating func unit() -> Double {
        Double(word() >> 11) * 0x1p-53
    }

    /// A number in (0, 1): an odd multiple of 2⁻⁵³, each equally likely.
    public mutating func openUnit() -> Double {
        (Double(word() >> 12) + 0.5) * 0x1p-52
    }

    /// A draw from the standard normal distribution, by its quantile function: one word a draw.
    public mutating func normal() -> Double {
        Portable.inverseNormal(openUnit())
    }

    /// An integer in [0, bound), each equally likely (Lemire, "Fast random integer generation in
    /// an interval", 2019); `bound` is at least 1.
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "an integer is drawn below a positive bound")
        let width = UInt64(bound)
        // The 2^64 mod width lowest products are turned away, so that all results are equally likely.
        let refused = (0 &- width) % width
        while true {
            let product = word().multipliedFullWidth(by: width)
            if product.low >= refused { return Int(product.high) }
        }
    }

    /// Puts the elements into an order drawn from all orders (Fisher and Yates).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in elements.indices.reversed().dropLast() {
            elements.swapAt(last, integer(below: last + 1))
        }
    }

    /// The numbers in [0, count) in an order drawn from all orders.
    public mutating func permutation(count: Int) -> [Int] {
        var numbers = Array(0..<count)
        shuffle(&numbers)
        return numbers
    }

    /// A draw from the gamma distribution with a shape above 0 and scale 1 (Marsaglia and Tsang,
    /// "A simple method for generating gamma variables", 2000).
    public mutating func gamma(shape: Double) -> Double {
        precondition(shape > 0 && shape.isFinite, "a shape is positive and finite")
        if shape < 1 {
            let larger = gamma(shape: shape + 1)
            return larger * Portable.exp(Portable.log(openUnit()) / shape)
        }
        let center = shape - 1.0 / 3
        let width = 1 / (9 * center).squareRoot()
        while true {
            let deviate = normal()
            let root = 1 + width * deviate
            guard root > 0 else { continue }
            let cube = root * root * root
            let bound = 0.5 * deviate * deviate + center * (1 - cube + Portable.log(cube))
            if Portable.log(openUnit()) < bound { return center * cube }
        }
    }

    /// A draw from the beta distribution on [0, 1] with shapes `a` and `b` above 0.
    public mutating func beta(_ a: Double, _ b: Double) -> Double {
        precondition(a > 0 && b > 0, "the shapes of a beta distribution are positive")
        if a <= 1, b <= 1 { return smallBeta(a, b) }
        let first = gamma(shape: a)
        return first / (first + gamma(shape: b))
    }

    /// A draw for shapes up to 1 (Jöhnk 1964), in logarithms, because powers of tiny shapes
    /// underflow.
    private mutating func smallBeta(_ a: Double, _ b: Double) -> Double {
        while true {
            let first = Portable.log(openUnit()) / a
            let second = Portable.log(openUnit()) / b
            guard Portable.exp(first) + Portable.exp(second) <= 1 else { continue }
            return 1 / (1 + Portable.exp(second - first))
        }
    }
}
