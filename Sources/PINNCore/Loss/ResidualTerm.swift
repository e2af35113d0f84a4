import CKernels
import Expressions

/// The residual part of the loss: how far û' is from the rates f(t, û, p) at the collocation points.
final class ResidualTerm {
    let blocks: [PointBlock]
    let states: StateRows
    let rates: TapeRows
    let scales: [Double]
    private let kernels: kernel_table
    /// Collocation points times states.
    let count: Int
    /// A weight for each point and state; nil where all count alike.
    private(set) var points: PointWeights?

    init(
        problem: InverseProblem, input: NetworkInput, condition: InitialCondition,
        start: InitialValues,
        collocationTimes: [Double], kernels: kernel_table, lanes: Int, blockLimit: Int
    ) {
        blocks = PointBlock.blocks(
            times: collocationTimes, hasTangents: true, input: input, lanes: lanes,
            tangentLimit: blockLimit)
        states = StateRows(
            problem: problem, condition: condition, start: start, blocks: blocks,
            kernels: kernels)
        rates = TapeRows(
            problem.system.rates, blocks: blocks, stateRows: states.values, kernels: kernels)
        scales = zip(problem.stateScales, problem.rateScales).map { 1 / ($0 * $1) }
        count = collocationTimes.count * problem.system.stateCount
        self.kernels = kernels
    }

    /// Gives every point a weight of its own, 1 at first.
    func weighPoints() -> PointWeights {
        let points = PointWeights(columns: scales.count, blocks: blocks)
        self.points = points
        return points
    }

    /// The mean square; with `adjoints`, adds the gradient of `weight` times the weighted mean, which
    /// for the network's parameters may wait in `pass`.
    func evaluate(
        _ pass: NetworkPass, unknowns: UnsafePointer<Double>, weight: Double,
        adjoints: LossAdjoints?
    ) -> LossPart {
        states.setUnknowns(unknowns)
        rates.setUnknowns(unknowns)
        var sum = 0.0
        var weightedSum = 0.0
        for (index, block) in blocks.enumerated() {
            pass.forward(block, gradient: adjoints?.network)
            states.read(block, index: index, from: pass)
            rates.run(block: index)
            sum += squares(block, index, factor: 2 * weight / Double(count))
            if let points { weightedSum += weighted(points, block, index) }
            guard let adjoints, weight != 0 else { continue }
            pullBackRates(block, index, into: adjoints.unknowns)
            states.pullBack(block, index: index, into: pass, unknowns: adjoints.unknowns)
            pass.backward(block)
        }
        let mean = count == 0 ? 0 : sum / Double(count)
        return LossPart(
            mean: mean, weightedMean: points == nil ? mean : weightedSum / Double(count))
    }

    /// The sum of squares of a block; sets the adjoints of û'.
    private func squares(_ block: PointBlock, _ index: Int, factor: Double) -> Double {
        var sums = SIMD4<Double>.zero
        withUnsafeMutableBytes(of: &sums) { sums in
            for (state, scale) in scales.enumerated() {
                kernels.misfit_squares(
                    Int32(block.paddedCount), states.tangents[state].base,
                    rates.output(state, block: index).base, block.presence.base, scale, factor,
                    states.tangentAdjoints[state].base,
                    sums.baseAddress?.assumingMemoryBound(to: Double.self))
            }
        }
        return sums.laneSum
    }

    /// The sum of weighted squares of a block; weights the adjoints of û'.
    private func weighted(_ points: PointWeights, _ block: PointBlock, _ index: Int) -> Double {
        scales.indices.reduce(0) { sum, state in
            let tangent = states.tangents[state]
            let rate = rates.output(state, block: index)
            return sum
                + points.apply(
                    block: index, column: state, vectors: block.vectors,
                    adjoints: states.tangentAdjoints[state]
                ) { (tangent[$0] - rate[$0]) * scales[state] * block.presence[$0] }
        }
    }

    /// From the adjoints of û', which are those of −f, to the adjoints of û and the unknowns.
    private func pullBackRates(
        _ block: PointBlock, _ index: Int, into unknowns: UnsafeMutablePointer<Double>
    ) {
        let points = Int32(block.paddedCount)
        let stateCount = scales.count
        for adjoint in states.adjoints { adjoint.fill(0, vectors: block.vectors) }
        for (entry, derivative) in rates.functions.derivatives.enumerated() {
            let row = rates.output(stateCount + entry, block: index)
            let adjoint = states.tangentAdjoints[derivative.function]
            if derivative.slot > stateCount {
                unknowns[derivative.slot - 1 - stateCount] -= kernels.product_sum(
                    points, adjoint.base, row.base)
            } else {
                kernels.subtract_products(
                    points, adjoint.base, row.base, states.adjoints[derivative.slot - 1].base)
            }
        }
    }
}

/// Where the parts of the loss add their gradients.
struct LossAdjoints {
    /// By the network's parameters.
    let network: UnsafeMutablePointer<Double>
    /// By the unknowns' natural values.
    let unknowns: UnsafeMutablePointer<Double>
}
