import CKernels
import Draws
import Expressions

/// The part of the loss at data times: how far the observables are from the observed cells, and, at
/// the start of the window, how far û is from the initial values.
final class DataTerm {
    let blocks: [PointBlock]
    let states: StateRows
    let observables: TapeRows
    let start: InitialValues
    let stateScales: [Double]
    /// Whether the first point of the first block is the start, with an initial misfit.
    let hasStart: Bool
    /// For each block and observable the observed values, 0 where there are none, and what their
    /// misfits are multiplied by, 0 where there is no value.
    private(set) var targets: [[(value: Row, weight: Row)]] = []
    /// For each block and observable the cells of which only a limit is known.
    private var censored: [[[CensoredCell]]] = []
    private var memory: [AlignedDoubles] = []
    /// How many cells were observed.
    private(set) var cellCount = 0
    /// A weight for each point and observable, and one for the start and each state; nil where all
    /// count alike.
    private(set) var points: (cells: PointWeights, start: PointWeights)?

    /// Prepares some rows of the problem's data.
    init(
        problem: InverseProblem, input: NetworkInput, condition: InitialCondition,
        start: InitialValues,
        rows: [Int], hasStart: Bool, kernels: kernel_table, lanes: Int
    ) {
        let data = problem.observations
        let times = (hasStart ? [problem.start] : []) + rows.map { data.times[$0] }
        self.hasStart = hasStart
        self.start = start
        stateScales = problem.stateScales
        blocks = PointBlock.blocks(
            times: times, hasTangents: false, input: input, lanes: lanes)
        states = StateRows(
            problem: problem, condition: condition, start: start, blocks: blocks,
            kernels: kernels)
        observables = TapeRows(
            problem.system.observables, blocks: blocks, stateRows: states.values,
            kernels: kernels)
        setTargets(data, rows: (hasStart ? [nil] : []) + rows)
    }

    /// Lays the cells out; `rows` has the data row of every point, nil for the start.
    private func setTargets(_ data: Observations, rows: [Int?]) {
        var points = rows[...]
        let (scales, factor) = data.misfitScales
        for block in blocks {
            var columns: [(value: Row, weight: Row)] = []
            var limits = data.scales.map { _ in [CensoredCell]() }
            for observable in data.scales.indices {
                let column = AlignedDoubles(count: 2 * block.paddedCount)
                memory.append(column)
                columns.append((Row(column.base), Row(column.base + block.paddedCount)))
                for (point, row) in points.prefix(block.count).enumerated() {
                    guard let row else { continue }
                    let value = data.value(row: row, observable: observable)
                    guard !value.isNaN else { continue }
                    let cell = row * data.scales.count + observable
                    column.base[point] = value
                    column.base[block.paddedCount + point] = 1 / scales[cell]
                    cellCount += 1
                    guard !data.isCensored.isEmpty, data.isCensored[cell] else { continue }
                    limits[observable].append(
                        CensoredCell(
                            point: point, limit: value, deviation: data.deviations[cell],
                            factor: factor))
                }
            }
            targets.append(columns)
            censored.append(limits)
            points = points.dropFirst(block.count)
        }
    }

    /// Gives every cell, and every state at the start, a weight of its own, 1 at first.
    func weighPoints() -> (cells: PointWeights, start: PointWeights) {
        let points = (
            cells: PointWeights(columns: observables.functions.count, blocks: blocks),
            start: PointWeights(columnsOfOnePoint: hasStart ? stateScales.count : 0)
        )
        self.points = points
        return points
    }

    /// The two mean squares; with `adjoints`, adds the gradient of their weighted sum, which for the
    /// network's parameters may wait in `pass`.
    func evaluate(
        _ pass: NetworkPass, unknowns: UnsafePointer<Double>, weights: LossWeights,
        adjoints: LossAdjoints?
    ) -> (data: LossPart, initial: LossPart) {
        states.setUnknowns(unknowns)
        observables.setUnknowns(unknowns)
        let none = LossPart(mean: 0, weightedMean: 0)
        var result = (data: none, initial: none)
        for (index, block) in blocks.enumerated() {
            pass.forward(block, gradient: adjoints?.network)
            states.read(block, index: index, from: pass)
            observables.run(block: index)
            for adjoint in states.adjoints { adjoint.fill(0, vectors: block.vectors) }
            for observable in targets[index].indices {
                let sums = misfit(
                    observable, block, index, weight: weights.data, adjoints: adjoints)
                result.data.mean += sums.mean
                result.data.weightedMean += sums.weightedMean
            }
            if hasStart, index == 0 {
                result.initial = initialMisfit(weight: weights.initial, adjoints: adjoints)
            }
            guard let adjoints else { continue }
            states.pullBack(block, index: index, into: pass, unknowns: adjoints.unknowns)
            pass.backward(block)
        }
        if cellCount > 0 {
            result.data.mean /= Double(cellCount)
            result.data.weightedMean /= Double(cellCount)
        }
        return result
    }

    /// The sums of squares of one observable in a block; adds to the adjoints of û and unknowns.
    private func misfit(
        _ observable: Int, _ block: PointBlock, _ index: Int, weight: Double,
        adjoints: LossAdjoints?
    ) -> LossPart {
        setCensored(observable, index)
        let target = targets[index][observable]
        let row = observables.output(observable, block: index)
        // Value blocks have no û': its first row of adjoints is free for this observable's.
        let factor = 2 * weight / Double(max(cellCount, 1))
        var sum = SIMD4<Double>.zero
        for vector in 0..<block.vectors {
            let misfit = weighted(row[vector] - target.value[vector], target.weight[vector])
            sum += misfit * misfit
            states.tangentAdjoints[0][vector] = misfit * target.weight[vector] * factor
        }
        var sums = LossPart(mean: sum.laneSum, weightedMean: sum.laneSum)
        if let points {
            sums.weightedMean = points.cells.apply(
                block: index, column: observable, vectors: block.vectors,
                adjoints: states.tangentAdjoints[0]
            ) { weighted(row[$0] - target.value[$0], target.weight[$0]) }
        }
        if let adjoints { pullBack(observable, block, index, into: adjoints.unknowns) }
        return sums
    }

    /// Sets value and weight of the cells of which only a limit is known, so that
    /// (prediction − value) · weight is the root of the deviance where the prediction stands, and
    /// the weight its slope.
    func setCensored(_ observable: Int, _ index: Int) {
        let target = targets[index][observable]
        for cell in censored[index][observable] {
            let prediction = observables.output(observable, block: index).base[cell.point]
            let (misfit, slope) = cell.misfit(of: prediction)
            target.value.base[cell.point] = slope == 0 ? prediction : prediction - misfit / slope
            target.weight.base[cell.point] = slope
        }
    }

    /// From one observable's adjoints to those of û and the unknowns.
    private func pullBack(
        _ observable: Int, _ block: PointBlock, _ index: Int,
        into unknowns: UnsafeMutablePointer<Double>
    ) {
        let adjoint = states.tangentAdjoints[0]
        let functions = observables.functions
        for (entry, derivative) in functions.derivatives.enumerated()
        where derivative.function == observable {
            let row = observables.output(functions.count + entry, block: index)
            if derivative.slot > stateScales.count {
                var total = SIMD4<Double>.zero
                for vector in 0..<block.vectors {
                    total += weighted(row[vector], adjoint[vector])
                }
                unknowns[derivative.slot - 1 - stateScales.count] += total.laneSum
            } else {
                let result = states.adjoints[derivative.slot - 1]
                for vector in 0..<block.vectors {
                    result[vector] += weighted(row[vector], adjoint[vector])
                }
            }
        }
    }

    /// value · weight, and 0 where the weight is 0 even if the value is not finite: what was not
    /// observed does not matter.
    @inline(__always)
    func weighted(_ value: SIMD4<Double>, _ weight: SIMD4<Double>) -> SIMD4<Double> {
        (value * weight).replacing(with: 0, where: weight .== 0)
    }

    /// The mean square of the initial misfits; adds to the adjoints of û and unknowns.
    private func initialMisfit(weight: Double, adjoints: LossAdjoints?) -> LossPart {
        let count = Double(stateScales.count)
        var sum = LossPart(mean: 0, weightedMean: 0)
        for (state, scale) in stateScales.enumerated() {
            let misfit = (states.values[state][0] - start.values[state]) / scale
            let square = misfit * misfit
            let own = points?.start.weight(ofSquare: square, column: state) ?? 1
            sum.mean += square
            sum.weightedMean += square * own
            guard let adjoints else { continue }
            let adjoint = 2 * weight / count * misfit / scale * own
            states.adjoints[state].base[0] += adjoint
            start.pullBack(-adjoint, state: state, into: adjoints.unknowns)
        }
        return LossPart(mean: sum.mean / count, weightedMean: sum.weightedMean / count)
    }
}

/// A datum of which only a limit is known that the measurement was below.
private struct CensoredCell {
    let point: Int
    let limit: Double
    let deviation: Double
    /// κ of ``Observations/misfitScales``.
    let factor: Double

    /// The root of the deviance of a prediction, and its slope.
    func misfit(of prediction: Double) -> (value: Double, slope: Double) {
        let deviance = Portable.rootDeviance(below: (limit - prediction) / deviation)
        return (factor * deviance.value, -factor * deviance.slope / deviation)
    }
}
