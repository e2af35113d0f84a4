/// The points of a part of the loss one by one: each one's square of the misfit, and the weight that
/// it has in the objective.
///
/// A part has a column a state or an observable. Numbers are listed point by point, in a point
/// column by column.
final class PointWeights {
    private let weights: PointTable
    private let squares: PointTable

    /// Weights of 1 for the points of some blocks.
    convenience init(columns: Int, blocks: [PointBlock]) {
        self.init(columns: columns, sizes: blocks.map { ($0.count, $0.paddedCount) })
    }

    /// Weights of 1 for one point.
    convenience init(columnsOfOnePoint columns: Int) {
        self.init(columns: columns, sizes: [(1, 1)])
    }

    private init(columns: Int, sizes: [(count: Int, width: Int)]) {
        weights = PointTable(columns: columns, sizes: sizes)
        squares = PointTable(columns: columns, sizes: sizes)
        setWeights { _, _ in 1 }
    }

    var pointCount: Int { weights.pointCount }
    var columnCount: Int { weights.columns }

    /// Sets each weight by its place and the point's.
    func setWeights(_ weight: (_ place: Int, _ point: Int) -> Double) {
        weights.set { weight($0, $0 / weights.columns) }
    }

    /// Adds the squares of a column's misfits, each times its weight, and weights the adjoints.
    func apply(
        block: Int, column: Int, vectors: Int, adjoints: Row,
        misfit: (Int) -> SIMD4<Double>
    ) -> Double {
        let weight = weights.row(block: block, column: column)
        let square = squares.row(block: block, column: column)
        var sum = SIMD4<Double>.zero
        for vector in 0..<vectors {
            let misfit = misfit(vector)
            square[vector] = misfit * misfit
            sum += square[vector] * weight[vector]
            adjoints[vector] *= weight[vector]
        }
        return sum.laneSum
    }

    /// Takes the square of one point's misfit; gives its weight.
    func weight(ofSquare square: Double, column: Int) -> Double {
        squares.row(block: 0, column: column).base[0] = square
        return weights.row(block: 0, column: column).base[0]
    }

    /// The weights of a column in a block.
    func row(block: Int, column: Int) -> Row { weights.row(block: block, column: column) }

    /// The weights in force.
    var listedWeights: [Double] { weights.numbers }

    /// The squares that the last evaluation found.
    var listedSquares: [Double] { squares.numbers }

    /// Calls with the place in the list of every square that the last evaluation found.
    func forEachSquare(_ body: (_ place: Int, _ square: Double) -> Void) {
        squares.visit { body($0, $1.pointee) }
    }
}

/// A number for every point and column of some blocks.
private struct PointTable {
    let columns: Int
    let pointCount: Int
    private let blocks: [(count: Int, offset: Int, width: Int)]
    private let memory: AlignedDoubles

    init(columns: Int, sizes: [(count: Int, width: Int)]) {
        self.columns = columns
        pointCount = sizes.reduce(0) { $0 + $1.count }
        var offset = 0
        blocks = sizes.map { size in
            defer { offset += columns * size.width }
            return (size.count, offset, size.width)
        }
        memory = AlignedDoubles(count: offset)
    }

    func row(block: Int, column: Int) -> Row {
        Row(memory.base + blocks[block].offset + column * blocks[block].width)
    }

    func set(_ number: (_ place: Int) -> Double) {
        visit { place, cell in cell.pointee = number(place) }
    }

    var numbers: [Double] {
        var numbers: [Double] = []
        numbers.reserveCapacity(pointCount * columns)
        visit { numbers.append($1.pointee) }
        return numbers
    }

    /// Calls with every number's place in the list and in memory, in the list's order.
    func visit(_ body: (Int, UnsafeMutablePointer<Double>) -> Void) {
        var place = 0
        for block in blocks {
            for point in 0..<block.count {
                for column in 0..<columns {
                    body(place, memory.base + block.offset + column * block.width + point)
                    place += 1
                }
            }
        }
    }
}
