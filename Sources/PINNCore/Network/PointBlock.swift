import CKernels

/// Some points that go through the network together.
///
/// Points are padded to whole registers by repeating the last one. In a tangent block the network
/// gives values and derivatives by time, in a value block values only.
struct PointBlock {
    /// The largest number of points in a tangent block. A value block may have twice as many.
    static let tangentLimit = 128

    /// The largest number of points in a tangent block of a network: so many that a layer's values
    /// and derivatives fill a quarter of a second-level cache of half a megabyte at most.
    static func tangentLimit(neurons: Int, isSingle: Bool) -> Int {
        min(tangentLimit, max(32, (isSingle ? 16384 : 8192) / neurons / 32 * 32))
    }

    let hasTangents: Bool
    /// Points that count, at least 1.
    let count: Int
    /// The time of every point, padded ones too.
    let times: [Double]
    /// 1 at points that count, 0 at padding.
    let presence: Row
    private let presenceMemory: AlignedDoubles
    /// A row of values for each input of the network; in a block with tangents two, values and
    /// derivatives by time.
    let inputs: AlignedDoubles

    /// Points with padding.
    var paddedCount: Int { times.count }

    /// Vectors of four points, with padding.
    var vectors: Int { times.count / 4 }

    /// - Parameter lanes: Points in a register.
    init(times points: [Double], hasTangents: Bool, input: NetworkInput, lanes: Int) {
        precondition(!points.isEmpty, "a block has points")
        self.hasTangents = hasTangents
        count = points.count
        let unit = max(4, hasTangents ? lanes : 2 * lanes)
        let padding = (unit - count % unit) % unit
        times = points + Array(repeating: points[count - 1], count: padding)
        presenceMemory = AlignedDoubles(count: times.count)
        presence = Row(presenceMemory.base)
        presence.base.update(repeating: 1, count: count)
        let parts = hasTangents ? 2 : 1
        inputs = AlignedDoubles(count: input.count * parts * times.count)
        for (index, time) in times.enumerated() {
            for (feature, number) in input.numbers(at: time).enumerated() {
                let row = inputs.base + feature * parts * times.count
                row[index] = number.value
                if hasTangents { row[times.count + index] = number.slope }
            }
        }
    }

    /// Cuts points into blocks of at most so many points with tangents, or twice as many without.
    static func blocks(
        times: [Double], hasTangents: Bool, input: NetworkInput, lanes: Int,
        tangentLimit: Int = PointBlock.tangentLimit
    ) -> [PointBlock] {
        let limit = hasTangents ? tangentLimit : 2 * tangentLimit
        return stride(from: 0, to: times.count, by: limit).map { start in
            PointBlock(
                times: Array(times[start..<min(start + limit, times.count)]),
                hasTangents: hasTangents, input: input, lanes: lanes)
        }
    }
}
