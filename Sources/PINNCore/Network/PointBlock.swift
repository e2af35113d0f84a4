import CKernels

/// Some points that go through the network together, laid out for the kernels.
///
/// Points are padded to whole panels by repeating the last one. In a tangent block the network gives
/// values and derivatives by time, four points a panel; in a value block values only, eight a panel.
struct PointBlock {
    /// The largest number of panels: all activations of a block should stay in the cache.
    static let panelLimit = 32

    let hasTangents: Bool
    /// Points that count, at least 1.
    let count: Int
    let panels: Int
    /// The time of every point, padded ones too.
    let times: [Double]
    /// 1 at points that count, 0 at padding.
    let presence: Row
    private let presenceMemory: AlignedDoubles
    /// A cell a panel and input, as the kernels read them.
    let inputs: AlignedDoubles

    /// Points of a panel.
    static func panelPoints(hasTangents: Bool) -> Int { hasTangents ? 4 : 8 }

    /// Points with padding.
    var paddedCount: Int { times.count }

    /// Vectors of four points, with padding.
    var vectors: Int { times.count / 4 }

    init(times points: [Double], hasTangents: Bool, input: NetworkInput) {
        precondition(!points.isEmpty, "a block has points")
        let perPanel = PointBlock.panelPoints(hasTangents: hasTangents)
        self.hasTangents = hasTangents
        count = points.count
        panels = (count + perPanel - 1) / perPanel
        let padding = panels * perPanel - count
        times = points + Array(repeating: points[count - 1], count: padding)
        presenceMemory = AlignedDoubles(count: times.count)
        presence = Row(presenceMemory.base)
        presence.base.update(repeating: 1, count: count)
        inputs = AlignedDoubles(count: panels * input.count * Int(KERNEL_CELL))
        for (index, time) in times.enumerated() {
            let panel = index / perPanel * input.count
            for (feature, number) in input.numbers(at: time).enumerated() {
                let cell = inputs.base + (panel + feature) * Int(KERNEL_CELL)
                cell[index % perPanel] = number.value
                if hasTangents { cell[4 + index % 4] = number.slope }
            }
        }
    }

    /// Cuts points into blocks of at most ``panelLimit`` panels.
    static func blocks(times: [Double], hasTangents: Bool, input: NetworkInput) -> [PointBlock] {
        let limit = panelLimit * panelPoints(hasTangents: hasTangents)
        return stride(from: 0, to: times.count, by: limit).map { start in
            PointBlock(
                times: Array(times[start..<min(start + limit, times.count)]),
                hasTangents: hasTangents, input: input)
        }
    }
}
