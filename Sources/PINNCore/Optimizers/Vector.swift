/// Numbers of a fixed count in memory that is aligned and padded for vector arithmetic.
///
/// The padding is zero and stays zero under every operation here, so that loops run over whole
/// lanes. Sums are taken lane by lane in a fixed order: the same bits on every machine.
final class Vector {
    typealias Lane = SIMD8<Double>

    let count: Int
    let laneCount: Int
    private let memory: UnsafeMutableRawPointer

    /// A vector of zeros.
    convenience init(zeros count: Int) {
        self.init(uninitialized: count)
        fill(0)
    }

    /// A vector whose numbers are not set yet; its pages are not touched either.
    init(uninitialized count: Int) {
        self.count = count
        laneCount = (count + Lane.scalarCount - 1) / Lane.scalarCount
        memory = .allocate(
            byteCount: max(laneCount, 1) * MemoryLayout<Lane>.stride,
            alignment: MemoryLayout<Lane>.alignment)
        memory.bindMemory(to: Double.self, capacity: max(laneCount, 1) * Lane.scalarCount)
        if laneCount > 0 { self[laneCount - 1] = .zero }
    }

    /// A factor a parameter; ones where there are none given.
    convenience init(factors: [Double]?, count: Int) {
        self.init(zeros: count)
        let isSet = set(factors ?? Array(repeating: 1, count: count))
        precondition(isSet, "a factor a parameter")
    }

    deinit { memory.deallocate() }

    /// The numbers with their padding.
    var paddedCount: Int { laneCount * Lane.scalarCount }

    /// The numbers one by one.
    var scalars: UnsafeMutablePointer<Double> { memory.assumingMemoryBound(to: Double.self) }

    /// One lane of numbers; `index` is in [0, ``laneCount``).
    subscript(index: Int) -> Lane {
        get { memory.load(fromByteOffset: index * MemoryLayout<Lane>.stride, as: Lane.self) }
        set {
            memory.storeBytes(
                of: newValue, toByteOffset: index * MemoryLayout<Lane>.stride, as: Lane.self)
        }
    }

    private func fill(_ value: Double) {
        for index in 0..<laneCount { self[index] = Lane(repeating: value) }
    }

    /// A copy of the numbers.
    var numbers: [Double] { Array(UnsafeBufferPointer(start: scalars, count: count)) }

    /// Takes numbers over; false, with nothing changed, where their count is another.
    @discardableResult
    func set(_ numbers: [Double]) -> Bool {
        guard numbers.count == count else { return false }
        scalars.update(from: numbers, count: count)
        return true
    }

    /// Copies another vector of the same count.
    func copy(_ other: Vector) {
        for index in 0..<laneCount { self[index] = other[index] }
    }

    /// self = base + scale · direction.
    func set(_ base: Vector, plus scale: Double, times direction: Vector) {
        for index in 0..<laneCount { self[index] = base[index] + scale * direction[index] }
    }

    /// self += scale · other.
    func add(_ scale: Double, times other: Vector) {
        for index in 0..<laneCount { self[index] += scale * other[index] }
    }

    /// self −= scale · left · right, element by element.
    func subtract(_ scale: Double, times left: Vector, _ right: Vector) {
        for index in 0..<laneCount { self[index] -= scale * left[index] * right[index] }
    }

    /// self = scale · other.
    func set(_ scale: Double, times other: Vector) {
        for index in 0..<laneCount { self[index] = scale * other[index] }
    }

    /// self = left − right.
    func set(_ left: Vector, minus right: Vector) {
        for index in 0..<laneCount { self[index] = left[index] - right[index] }
    }

    /// The inner product with another vector.
    func dot(_ other: Vector) -> Double {
        var even = Lane.zero
        var odd = Lane.zero
        var index = 0
        while index + 1 < laneCount {
            even += self[index] * other[index]
            odd += self[index + 1] * other[index + 1]
            index += 2
        }
        if index < laneCount { even += self[index] * other[index] }
        return (even + odd).sum()
    }

    /// Whether no number is NaN or infinite.
    var isFinite: Bool {
        var poison = Lane.zero
        for index in 0..<laneCount { poison += self[index] * 0 }
        return poison.sum() == 0
    }
}
