/// A row of values, one a point, read and written four at a time.
///
/// The memory belongs to someone else, begins at a multiple of 32 bytes and holds whole vectors.
struct Row {
    let base: UnsafeMutablePointer<Double>

    @inline(__always)
    init(_ base: UnsafeMutablePointer<Double>) { self.base = base }

    /// The vector of points 4 i ... 4 i + 3.
    @inline(__always)
    subscript(index: Int) -> SIMD4<Double> {
        get {
            UnsafeRawPointer(base).load(
                fromByteOffset: index * MemoryLayout<SIMD4<Double>>.stride,
                as: SIMD4<Double>.self)
        }
        nonmutating set {
            UnsafeMutableRawPointer(base).storeBytes(
                of: newValue, toByteOffset: index * MemoryLayout<SIMD4<Double>>.stride,
                as: SIMD4<Double>.self)
        }
    }

    /// Sets the first `vectors` vectors to one number.
    func fill(_ value: Double, vectors: Int) {
        for index in 0..<vectors { self[index] = SIMD4(repeating: value) }
    }
}

extension Row {
    /// The sum of the first `vectors` vectors, lane by lane in the order of the points.
    func sum(vectors: Int) -> Double {
        var total = SIMD4<Double>.zero
        for index in 0..<vectors { total += self[index] }
        return total.laneSum
    }

    /// self += factor · other.
    func add(_ factor: Double, times other: Row, vectors: Int) {
        for index in 0..<vectors { self[index] += factor * other[index] }
    }

    /// self += factor · left · right.
    func add(_ factor: Double, times left: Row, _ right: Row, vectors: Int) {
        for index in 0..<vectors { self[index] += factor * left[index] * right[index] }
    }

    /// The sum of products with another row, in the same order.
    func dot(_ other: Row, vectors: Int) -> Double {
        var total = SIMD4<Double>.zero
        for index in 0..<vectors { total += self[index] * other[index] }
        return total.laneSum
    }
}

extension SIMD4<Double> {
    /// (x + y) + (z + w).
    var laneSum: Double { (x + y) + (z + w) }
}
