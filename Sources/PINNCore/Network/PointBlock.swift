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
    /// A cell a panel, as the kernels read them.
    let inputs: AlignedDoubles

    /// Points of a panel.
    static func panelPoints(hasTangents: Bool) -> Int { hasTangents ? 4 : 8 }

    /// Points with padding.
    var paddedCount: Int { times.count }

    /// Vectors of four points, with padding.
    var vectors: Int { times.count / 4 }

    init(times points: [Double], hasTangents: Bool, window: TimeWindow) {
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
        inputs = AlignedDoubles(count: panels * Int(KERNEL_CELL))
        for (index, time) in times.enumerated() {
            let panel = index / perPanel * Int(KERNEL_CELL)
            inputs.base[panel + index % perPanel] = window.input(time)
            if hasTangents { inputs.base[panel + 4 + index % 4] = window.slope }
        }
    }

    /// Cuts points into blocks of at most ``panelLimit`` panels.
    static func blocks(times: [Double], hasTangents: Bool, window: TimeWindow) -> [PointBlock] {
        let limit = panelLimit * panelPoints(hasTangents: hasTangents)
        return stride(from: 0, to: times.count, by: limit).map { start in
            PointBlock(
                times: Array(times[start..<min(start + limit, times.count)]),
                hasTangents: hasTangents, window: window)
        }
    }
}
