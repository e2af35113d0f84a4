import Draws

/// New collocation points where the residual is large, drawn every so many first-order steps.
///
/// RAD of Wu, Zhu, Tan, Kartha & Lu, "A comprehensive study of non-adaptive and residual-based
/// adaptive sampling for physics-informed neural networks", Comput. Methods Appl. Mech. Eng. 403
/// (2023), equation 2 with its k = 1 and c = 1: all points are drawn anew, with the density
/// ``ResidualDensity`` of the root of the mean over the states of the squares of the scaled
/// residual. That is looked at in the middles of equal cells, ten for each point.
struct ResidualResampling {
    static let cellsPerPoint = 10

    /// First-order steps from one drawing to the next.
    let interval: Int
    /// Steps before, in which the residual does not count.
    let warmupSteps: Int
    let seed: UInt64
    let replicate: UInt64

    /// As many new points as there are, in ascending order; nil where none are due after so many
    /// first-order steps.
    func times(
        after steps: Int, of function: LossFunction, at parameters: UnsafePointer<Double>
    ) -> [Double]? {
        let place = steps - warmupSteps
        guard place > 0, place.isMultiple(of: interval) else { return nil }
        var stream = DrawStream(
            seed: seed, replicate: replicate, purpose: .collocation,
            occasion: UInt64(place / interval))
        let (start, end) = (function.problem.start, function.problem.end)
        let count = function.collocationTimes.count
        let cells = count * ResidualResampling.cellsPerPoint
        let middles = (0..<cells).map {
            start + (end - start) * ((Double($0) + 0.5) / Double(cells))
        }
        let density = ResidualDensity(function.residuals(at: middles, parameters))
        return (0..<count).map { _ in
            min(start + (end - start) * density.place(at: stream.unit()), end)
        }.sorted()
    }
}

/// A density on [0, 1) that is constant in each of some equal cells: proportional to
/// ε/mean(ε) + 1.
package struct ResidualDensity {
    /// Σ of the densities of the cells up to each.
    private let sums: [Double]

    /// - Parameter sizes: ε of every cell, at least one; where all are 0, or one is not finite, the
    ///   density is uniform.
    package init(_ sizes: [Double]) {
        let mean = sizes.reduce(0, +) / Double(sizes.count)
        let isUsable = mean > 0 && mean.isFinite
        var sum = 0.0
        sums = sizes.map {
            sum += isUsable ? $0 / mean + 1 : 1
            return sum
        }
    }

    /// Where the distribution function has a value of [0, 1).
    package func place(at share: Double) -> Double {
        let wanted = share * sums[sums.count - 1]
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        let before = low == 0 ? 0 : sums[low - 1]
        return (Double(low) + (wanted - before) / (sums[low] - before)) / Double(sums.count)
    }
}
