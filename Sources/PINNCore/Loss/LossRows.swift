/// What the rows of a loss need beside its pass, kept from one linearization to the next.
final class LossRowRoom {
    /// d(unknown)/d(training variable) of every unknown.
    let unknownSlopes: AlignedDoubles
    /// The adjoints of the unknowns at the points of a block, by their natural values.
    let unknownAdjoints: [Row]
    private let memory: AlignedDoubles

    init(unknownCount: Int) {
        unknownSlopes = AlignedDoubles(count: unknownCount)
        let width = 2 * PointBlock.tangentLimit
        let memory = AlignedDoubles(count: unknownCount * width)
        unknownAdjoints = (0..<unknownCount).map { Row(memory.base + $0 * width) }
        self.memory = memory
    }
}

/// Where the rows of the loss go as they are made: the network's columns through its pass, the
/// unknowns' point by point.
struct LossRows {
    let pass: NetworkPass
    let linearization: Linearization
    let room: LossRowRoom
    private var nextRow = 0

    init(pass: NetworkPass, linearization: Linearization, room: LossRowRoom) {
        self.pass = pass
        self.linearization = linearization
        self.room = room
    }

    /// The adjoints of the unknowns at the points of a block, by their natural values.
    var unknownAdjoints: [Row] { room.unknownAdjoints }

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
            for vector in 0..<block.vectors {
                let root = weights[vector].squareRoot()
                values[vector] *= root
                for adjoint in states.adjoints { adjoint[vector] *= root }
                for adjoint in states.tangentAdjoints { adjoint[vector] *= root }
                for adjoint in unknownAdjoints { adjoint[vector] *= root }
            }
        }
        states.pullBackOutputs(block, index: index, into: pass)
        states.pullBackUnknowns(block, index: index, into: unknownAdjoints)
        pass.jacobian(
            block, points: points, row: nextRow, into: linearization)
        let network = linearization.parameterCount - unknownAdjoints.count
        for point in 0..<points {
            linearization[nextRow + point] = values.base[point]
            for (unknown, adjoint) in unknownAdjoints.enumerated() {
                linearization[nextRow + point, network + unknown] =
                    adjoint.base[point] * room.unknownSlopes.base[unknown]
            }
        }
        nextRow += points
    }
}
