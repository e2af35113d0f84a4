import Expressions

extension LossFunction {
    /// Rows whose squares add up to the weighted loss: one a collocation point and state, one a
    /// point of data and observable, and under a soft initial condition one a state.
    public var rowCount: Int { residual.count + data.rowCount }

    /// Sets the rows and their derivatives by all parameters.
    ///
    /// Every row is a misfit times the square root of its weight over the count of its term.
    public func linearize(_ parameters: UnsafePointer<Double>, into linearization: Linearization) {
        precondition(
            linearization.rowCount == rowCount && linearization.parameterCount == parameterCount,
            "a linearization of this loss")
        setParameters(parameters)
        for (index, unknown) in problem.unknowns.enumerated() {
            rowRoom.unknownSlopes.base[index] = unknown.slope(natural: unknowns.base[index])
        }
        var rows = LossRows(pass: pass, linearization: linearization, room: rowRoom)
        residual.linearize(unknowns: unknowns.base, weight: weights.residual, into: &rows)
        data.linearize(unknowns: unknowns.base, weights: weights, into: &rows)
    }
}

extension ResidualTerm {
    /// Appends the rows of all points and states.
    func linearize(unknowns: UnsafePointer<Double>, weight: Double, into rows: inout LossRows) {
        states.setUnknowns(unknowns)
        rates.setUnknowns(unknowns)
        let factor = (weight / Double(count)).squareRoot()
        for (index, block) in blocks.enumerated() {
            rows.pass.forward(block)
            states.read(block, index: index, from: rows.pass)
            rates.run(block: index)
            for state in scales.indices {
                let values = setRow(state, block, index, factor: factor * scales[state], rows)
                rows.append(
                    values, weights: points?.row(block: index, column: state), of: states, block,
                    index: index, points: block.count)
            }
        }
    }

    /// Sets the adjoints of one state's misfits at every point; the misfits themselves.
    private func setRow(
        _ state: Int, _ block: PointBlock, _ index: Int, factor: Double, _ rows: LossRows
    ) -> Row {
        rows.clear(states, block)
        for adjoint in states.tangentAdjoints { adjoint.fill(0, vectors: block.vectors) }
        states.tangentAdjoints[state].fill(factor, vectors: block.vectors)
        for (entry, derivative) in rates.functions.derivatives.enumerated()
        where derivative.function == state {
            let row = rates.output(scales.count + entry, block: index)
            let adjoint =
                derivative.slot > scales.count
                ? rows.unknownAdjoints[derivative.slot - 1 - scales.count]
                : states.adjoints[derivative.slot - 1]
            adjoint.add(-factor, times: row, vectors: block.vectors)
        }
        let misfits = states.tangents[state]
        misfits.add(-1, times: rates.output(state, block: index), vectors: block.vectors)
        for vector in 0..<block.vectors { misfits[vector] *= factor }
        return misfits
    }
}

extension DataTerm {
    /// Rows of the data, unobserved cells among them (they are 0), and of the start.
    var rowCount: Int {
        blocks.reduce(0) { $0 + $1.count } * observables.functions.count
            + (hasStart ? stateScales.count : 0)
    }

    /// Appends the rows of all points and observables, and of the start.
    func linearize(
        unknowns: UnsafePointer<Double>, weights: LossWeights, into rows: inout LossRows
    ) {
        states.setUnknowns(unknowns)
        observables.setUnknowns(unknowns)
        let factor = (weights.data / Double(max(cellCount, 1))).squareRoot()
        for (index, block) in blocks.enumerated() {
            rows.pass.forward(block)
            states.read(block, index: index, from: rows.pass)
            observables.run(block: index)
            for observable in targets[index].indices {
                let values = setRow(observable, block, index, factor: factor, rows)
                rows.append(
                    values, weights: points?.cells.row(block: index, column: observable),
                    of: states, block, index: index, points: block.count)
            }
            if hasStart, index == 0 { appendStart(block, weight: weights.initial, &rows) }
        }
    }

    /// Sets the adjoints of one observable's misfits at every point; the misfits themselves.
    private func setRow(
        _ observable: Int, _ block: PointBlock, _ index: Int, factor: Double, _ rows: LossRows
    ) -> Row {
        rows.clear(states, block)
        setCensored(observable, index)
        let target = targets[index][observable]
        let functions = observables.functions
        for (entry, derivative) in functions.derivatives.enumerated()
        where derivative.function == observable {
            let row = observables.output(functions.count + entry, block: index)
            let adjoint =
                derivative.slot > stateScales.count
                ? rows.unknownAdjoints[derivative.slot - 1 - stateScales.count]
                : states.adjoints[derivative.slot - 1]
            for vector in 0..<block.vectors {
                adjoint[vector] += weighted(row[vector], target.weight[vector] * factor)
            }
        }
        // Value blocks have no û': its first row is free for the misfits.
        let misfits = states.tangents[0]
        let row = observables.output(observable, block: index)
        for vector in 0..<block.vectors {
            misfits[vector] = weighted(
                row[vector] - target.value[vector], target.weight[vector] * factor)
        }
        return misfits
    }

    /// Appends a row a state for its misfit at the start, the first point of a block.
    private func appendStart(_ block: PointBlock, weight: Double, _ rows: inout LossRows) {
        let misfits = states.tangents[0]
        for (state, scale) in stateScales.enumerated() {
            let own = points?.start.row(block: 0, column: state).base[0] ?? 1
            let factor = (weight * own / Double(stateScales.count)).squareRoot() / scale
            rows.clear(states, block)
            states.adjoints[state].base[0] = factor
            start.forEachDerivative(ofState: state) { unknown, value in
                rows.unknownAdjoints[unknown].base[0] = -factor * value
            }
            misfits.base[0] = factor * (states.values[state][0] - start.values[state])
            rows.append(misfits, weights: nil, of: states, block, index: 0, points: 1)
        }
    }
}
