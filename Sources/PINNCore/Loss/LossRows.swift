/// Where the rows of the loss go as they are made: the network's columns through its pass, the
/// unknowns' point by point.
struct LossRows {
    let pass: NetworkPass
    let linearization: Linearization
    /// d(unknown)/d(training variable) of every unknown.
    let unknownSlopes: [Double]
    /// The adjoints of the unknowns at the points of a block, by their natural values.
    let unknownAdjoints: [Row]
    private let memory: AlignedDoubles
    private var nextRow = 0

    init(
        pass: NetworkPass, linearization: Linearization, unknownSlopes: [Double]
    ) {
        self.pass = pass
        self.linearization = linearization
        self.unknownSlopes = unknownSlopes
        let width = 2 * PointBlock.tangentLimit
        let memory = AlignedDoubles(count: unknownSlopes.count * width)
        unknownAdjoints = unknownSlopes.indices.map { Row(memory.base + $0 * width) }
        self.memory = memory
    }

    /// Clears the adjoints of states and unknowns for the next component of a block.
    func clear(_ states: StateRows, _ block: PointBlock) {
        for adjoint in states.adjoints { adjoint.fill(0, vectors: block.vectors) }
        for adjoint in unknownAdjoints { adjoint.fill(0, vectors: block.vectors) }
    }

    /// Appends a row for each of the block's first points: its value is `values`, and its
    /// derivatives follow from the adjoints that `states` and ``unknownAdjoints`` hold; both count
    /// with the root of the point's own weight, where there are such.
    mutating func append(
        _ values: Row, weights: Row?, of states: StateRows, _ block: PointBlock, index: Int,
        points: Int
    ) {
        if let weights {
            let adjoints = states.adjoints + states.tangentAdjoints + unknownAdjoints
            for vector in 0..<block.vectors {
                let root = weights[vector].squareRoot()
                values[vector] *= root
                for adjoint in adjoints { adjoint[vector] *= root }
            }
        }
        states.pullBackOutputs(block, index: index, into: pass)
        states.pullBackUnknowns(block, index: index, into: unknownAdjoints)
        pass.jacobian(
            block, points: points, row: nextRow, into: linearization)
        let network = linearization.parameterCount - unknownSlopes.count
        for point in 0..<points {
            linearization[nextRow + point] = values.base[point]
            for (unknown, slope) in unknownSlopes.enumerated() {
                linearization[nextRow + point, network + unknown] =
                    unknownAdjoints[unknown].base[point] * slope
            }
        }
        nextRow += points
    }
}
