import CKernels

/// A network's forward and backward pass over one block of points at a time.
///
/// Between the passes the outputs of the block can be read and their adjoints must be set. The
/// gradient is taken of a block with tangents and the blocks without that follow it at once; they wait
/// for it in the work space. The gradient's sums over points are then longer and fewer.
final class NetworkPass {
    /// Points with tangents that the work space has room for, or twice as many without: a full
    /// block and the data that follow it.
    private static let room = PointBlock.tangentLimit * 3 / 2

    /// The precision of the passes from the next ``load(_:)`` on.
    var precision: Precision {
        didSet { network = precision == .f64 ? kernels.f64.pointee : kernels.f32.pointee }
    }

    private let kernels: kernel_table
    private var network: kernel_network
    private var shape: kernel_shape
    private let parameterCount: Int
    private let weights: AlignedDoubles
    private let work: AlignedDoubles
    /// Rows of the outputs of a block, and as many of their adjoints.
    private let outputs: AlignedDoubles
    private let adjoints: AlignedDoubles
    /// Points, with their padding, that wait for the gradient.
    private var waiting = (tangents: 0, values: 0)
    /// The room that they take, in whole registers of any instruction set.
    private var takenRoom = 0

    /// - Parameter precision: The least that there will be; both may be set then.
    init(
        shape: NetworkShape, activation: Activation, precision: Precision,
        instructionSet: InstructionSet
    ) {
        kernels = instructionSet.kernels
        network = precision == .f64 ? kernels.f64.pointee : kernels.f32.pointee
        self.precision = precision
        parameterCount = shape.parameterCount
        self.shape = shape.kernel(activation: activation)
        weights = AlignedDoubles(count: parameterCount)
        let size = kernels.f64.pointee.work_size(&self.shape, Int32(NetworkPass.room))
        work = AlignedDoubles(count: size / MemoryLayout<Double>.stride)
        outputs = AlignedDoubles(count: 2 * shape.outputs * PointBlock.tangentLimit)
        adjoints = AlignedDoubles(count: outputs.count)
    }

    /// Takes over the parameters for the passes that follow.
    func load(_ parameters: UnsafePointer<Double>) {
        network.load(parameters, parameterCount, weights.base)
    }

    /// Runs the points through the network.
    ///
    /// - Parameter gradient: To what the blocks that wait are added where this one finds no room
    ///   beside them, or has tangents; needed where any wait.
    func forward(_ block: PointBlock, gradient: UnsafeMutablePointer<Double>? = nil) {
        let fits = takenRoom + block.room <= NetworkPass.room
        if block.hasTangents || !fits { addGradient(to: gradient) }
        var points = placed(block)
        network.forward(&shape, &points, weights.base, outputs.base, work.base)
    }

    /// Lets the block wait for the gradient, after ``forward(_:gradient:)`` of it and after all
    /// adjoints of its outputs have been set.
    func backward(_ block: PointBlock) {
        var points = placed(block)
        network.backward(&shape, &points, weights.base, adjoints.base, work.base)
        if block.hasTangents {
            waiting.tangents += block.paddedCount
        } else {
            waiting.values += block.paddedCount
        }
        takenRoom += block.room
    }

    /// Adds the gradient by the network's parameters of all blocks that wait; none does then.
    func addGradient(to gradient: UnsafeMutablePointer<Double>?) {
        guard takenRoom > 0 else { return }
        guard let gradient else { preconditionFailure("the gradient of some blocks is lost") }
        network.gradient(
            &shape, Int32(NetworkPass.room), Int32(waiting.tangents), Int32(waiting.values),
            gradient, work.base)
        waiting = (0, 0)
        takenRoom = 0
    }

    /// The block as the kernels read it, behind those that wait.
    private func placed(_ block: PointBlock) -> kernel_block {
        kernel_block(
            points: Int32(block.paddedCount), tangent: block.hasTangents ? 1 : 0,
            inputs: block.inputs.base, place: Int32(waiting.tangents + waiting.values / 2),
            room: Int32(NetworkPass.room))
    }

    /// Writes the derivatives of one number a point by the network's parameters, a row a point from
    /// `row` on, after ``forward(_:gradient:)`` of the same block in double precision and after the number's
    /// adjoints by all outputs have been set.
    func jacobian(_ block: PointBlock, points count: Int, row: Int, into rows: Linearization) {
        precondition(precision == .f64, "rows are in double precision")
        var points = placed(block)
        kernels.jacobian(
            &shape, &points, Int32(count), weights.base, adjoints.base,
            rows.derivatives.base + row * rows.rowStride, rows.parameterStride, rows.rowStride,
            work.base)
    }

    /// The values of one output at the points of a block.
    func outputs(_ output: Int, of block: PointBlock) -> Row {
        Row(outputs.base + block.outputOffset(output))
    }

    /// The derivatives of one output at the points of a block with tangents.
    func tangents(_ output: Int, of block: PointBlock) -> Row {
        Row(outputs.base + block.outputOffset(output) + block.paddedCount)
    }

    /// The adjoints of one output.
    func adjoints(_ output: Int, of block: PointBlock) -> Row {
        Row(adjoints.base + block.outputOffset(output))
    }

    /// The adjoints of the derivatives of one output.
    func tangentAdjoints(_ output: Int, of block: PointBlock) -> Row {
        Row(adjoints.base + block.outputOffset(output) + block.paddedCount)
    }
}

extension PointBlock {
    /// The points with tangents whose room it takes, with the padding of the longest registers: so
    /// what is taken together does not depend on the instruction set.
    fileprivate var room: Int { (count + 31) / 32 * 32 / (hasTangents ? 1 : 2) }

    /// Where the rows of an output begin.
    fileprivate func outputOffset(_ output: Int) -> Int {
        output * (hasTangents ? 2 : 1) * paddedCount
    }
}
