import CKernels
import Expressions

/// The predicted states û and their derivatives by time in blocks of points, and the way back from
/// their adjoints to those of the network's outputs and of the unknowns.
///
/// û = σ g N + h u0(p) + J(t, p) with g = 1, h = 0 under a soft initial condition and h = 1 under a
/// hard one; û' = σ (g N' + g' N).
final class StateRows {
    /// The S rows of û of the block under way.
    let values: [UnsafeMutablePointer<Double>]
    /// The S rows of the adjoints of û, to be set before ``pullBack(block:into:unknowns:)``.
    let adjoints: [Row]
    /// The S rows of û', in tangent blocks.
    let tangents: [Row]
    /// The S rows of the adjoints of û'.
    let tangentAdjoints: [Row]

    private let scales: [Double]
    private let isHard: Bool
    private let kernels: kernel_table
    private let start: InitialValues
    private let jumps: TapeRows?
    /// For each block the rows of g and g'.
    private let factors: [(value: Row, slope: Row)]
    private let memory: [AlignedDoubles]

    init(
        problem: InverseProblem, condition: InitialCondition, start: InitialValues,
        blocks: [PointBlock], kernels: kernel_table
    ) {
        let states = problem.system.stateCount
        let width = blocks.map(\.paddedCount).max() ?? 0
        let rows = AlignedDoubles(count: 4 * states * width)
        let row = { (index: Int) in rows.base + index * width }
        values = (0..<states).map(row)
        adjoints = (states..<2 * states).map { Row(row($0)) }
        tangents = (2 * states..<3 * states).map { Row(row($0)) }
        tangentAdjoints = (3 * states..<4 * states).map { Row(row($0)) }
        scales = problem.stateScales
        isHard = condition == .hard
        self.kernels = kernels
        self.start = start
        let jumps = TapeRows(
            problem.system.jumps, blocks: blocks, stateRows: values, kernels: kernels)
        self.jumps = jumps.isZero ? nil : jumps
        let (factors, kept) = StateRows.factorRows(
            condition, window: problem.window, blocks: blocks)
        self.factors = factors
        memory = kept + [rows]
    }

    private static func factorRows(
        _ condition: InitialCondition, window: TimeWindow, blocks: [PointBlock]
    ) -> ([(value: Row, slope: Row)], [AlignedDoubles]) {
        var factors: [(value: Row, slope: Row)] = []
        var memory: [AlignedDoubles] = []
        for block in blocks {
            let rows = AlignedDoubles(count: 2 * block.paddedCount)
            memory.append(rows)
            for (index, time) in block.times.enumerated() {
                let factor = condition.factor(at: time, window: window)
                rows.base[index] = factor.value
                rows.base[block.paddedCount + index] = factor.slope
            }
            factors.append((Row(rows.base), Row(rows.base + block.paddedCount)))
        }
        return (factors, memory)
    }

    /// Sets the unknowns for the blocks that follow.
    func setUnknowns(_ unknowns: UnsafePointer<Double>) { jumps?.setUnknowns(unknowns) }

    /// Sets ``values`` and ``tangents`` from the network's outputs.
    func read(_ block: PointBlock, index: Int, from pass: NetworkPass) {
        jumps?.run(block: index)
        for state in values.indices {
            if block.hasTangents {
                readTangents(state, block, index, pass)
            } else {
                readValues(state, block, index, pass)
            }
            let shift = isHard ? start.values[state] : 0
            guard isHard || jumps != nil else { continue }
            let row = Row(values[state])
            for vector in 0..<block.vectors {
                var offset = SIMD4(repeating: shift)
                if let jumps { offset += jumps.output(state, block: index)[vector] }
                row[vector] += offset
            }
        }
    }

    private func readTangents(
        _ state: Int, _ block: PointBlock, _ index: Int, _ pass: NetworkPass
    ) {
        let scale = scales[state]
        let outputs = pass.outputs(state, of: block)
        let rates = pass.tangents(state, of: block)
        let value = Row(values[state])
        let tangent = tangents[state]
        guard isHard else {
            kernels.scale_row(Int32(block.paddedCount), scale, outputs.base, value.base)
            kernels.scale_row(Int32(block.paddedCount), scale, rates.base, tangent.base)
            return
        }
        let (factor, slope) = factors[index]
        for vector in 0..<block.vectors {
            let output = outputs[vector] * scale
            let rate = rates[vector] * scale
            value[vector] = factor[vector] * output
            tangent[vector] = factor[vector] * rate + slope[vector] * output
        }
    }

    private func readValues(
        _ state: Int, _ block: PointBlock, _ index: Int, _ pass: NetworkPass
    ) {
        let scale = scales[state]
        let outputs = pass.outputs(state, of: block)
        let value = Row(values[state])
        let factor = factors[index].value
        for vector in 0..<block.vectors {
            let output = outputs[vector] * scale
            value[vector] = isHard ? factor[vector] * output : output
        }
    }

    /// Sets the adjoints of the network's outputs, and adds to those of the unknowns.
    func pullBack(
        _ block: PointBlock, index: Int, into pass: NetworkPass,
        unknowns: UnsafeMutablePointer<Double>
    ) {
        pullBackOutputs(block, index: index, into: pass)
        if isHard {
            for state in values.indices {
                let total = adjoints[state].sum(vectors: block.vectors)
                start.pullBack(total, state: state, into: unknowns)
            }
        }
        forEachJumpDerivative(index) { state, unknown, row in
            unknowns[unknown] += adjoints[state].dot(row, vectors: block.vectors)
        }
    }

    /// Sets the adjoints of the network's outputs.
    func pullBackOutputs(_ block: PointBlock, index: Int, into pass: NetworkPass) {
        for state in values.indices {
            if block.hasTangents {
                pullBackTangents(state, block, index, pass)
            } else {
                pullBackValues(state, block, index, pass)
            }
        }
    }

    /// Adds to the adjoints of the unknowns at every point, a row an unknown.
    func pullBackUnknowns(_ block: PointBlock, index: Int, into rows: [Row]) {
        if isHard {
            for state in values.indices {
                start.forEachDerivative(ofState: state) { unknown, value in
                    rows[unknown].add(value, times: adjoints[state], vectors: block.vectors)
                }
            }
        }
        forEachJumpDerivative(index) { state, unknown, row in
            rows[unknown].add(1, times: adjoints[state], row, vectors: block.vectors)
        }
    }

    /// The rows of the derivatives of the states' jumps by the unknowns.
    private func forEachJumpDerivative(
        _ index: Int, _ use: (_ state: Int, _ unknown: Int, Row) -> Void
    ) {
        guard let jumps else { return }
        let first = 1 + values.count
        for (entry, derivative) in jumps.functions.derivatives.enumerated()
        where derivative.slot >= first {
            let row = jumps.output(jumps.functions.count + entry, block: index)
            use(derivative.function, derivative.slot - first, row)
        }
    }

    private func pullBackTangents(
        _ state: Int, _ block: PointBlock, _ index: Int, _ pass: NetworkPass
    ) {
        let scale = scales[state]
        let values = pass.adjoints(state, of: block)
        let rates = pass.tangentAdjoints(state, of: block)
        let adjoint = adjoints[state]
        let tangent = tangentAdjoints[state]
        guard isHard else {
            kernels.scale_row(Int32(block.paddedCount), scale, adjoint.base, values.base)
            kernels.scale_row(Int32(block.paddedCount), scale, tangent.base, rates.base)
            return
        }
        let (factor, slope) = factors[index]
        for vector in 0..<block.vectors {
            let value = factor[vector] * adjoint[vector] + slope[vector] * tangent[vector]
            values[vector] = value * scale
            rates[vector] = factor[vector] * tangent[vector] * scale
        }
    }

    private func pullBackValues(
        _ state: Int, _ block: PointBlock, _ index: Int, _ pass: NetworkPass
    ) {
        let scale = scales[state]
        let values = pass.adjoints(state, of: block)
        let adjoint = adjoints[state]
        let factor = factors[index].value
        for vector in 0..<block.vectors {
            let value = adjoint[vector] * scale
            values[vector] = isHard ? factor[vector] * value : value
        }
    }
}
