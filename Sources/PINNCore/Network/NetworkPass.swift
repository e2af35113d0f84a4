import CKernels

/// A network's forward and backward pass over one block of points at a time.
///
/// Between the passes the outputs of the block can be read and their adjoints must be set.
final class NetworkPass {
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
        let points = Int32(PointBlock.tangentLimit)
        let size = kernels.f64.pointee.work_size(&self.shape, points)
        work = AlignedDoubles(count: size / MemoryLayout<Double>.stride)
        outputs = AlignedDoubles(count: 2 * shape.outputs * PointBlock.tangentLimit)
        adjoints = AlignedDoubles(count: outputs.count)
    }

    /// Takes over the parameters for the passes that follow.
    func load(_ parameters: UnsafePointer<Double>) {
        network.load(parameters, parameterCount, weights.base)
    }

    /// Runs the points through the network.
    func forward(_ block: PointBlock) {
        var points = block.kernel
        network.forward(&shape, &points, weights.base, outputs.base, work.base)
    }

    /// Adds the gradient by the network's parameters, after ``forward(_:)`` of the same block and
    /// after all adjoints of its outputs have been set.
    func backward(_ block: PointBlock, gradient: UnsafeMutablePointer<Double>) {
        var points = block.kernel
        network.backward(&shape, &points, weights.base, adjoints.base, gradient, work.base)
    }

    /// Writes the derivatives of one number a point by the network's parameters, a row a point from
    /// `row` on, after ``forward(_:)`` of the same block in double precision and after the number's
    /// adjoints by all outputs have been set.
    func jacobian(_ block: PointBlock, points count: Int, row: Int, into rows: Linearization) {
        precondition(precision == .f64, "rows are in double precision")
        var points = block.kernel
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
    /// The block as the kernels read it.
    fileprivate var kernel: kernel_block {
        kernel_block(
            points: Int32(paddedCount), tangent: hasTangents ? 1 : 0, inputs: inputs.base)
    }

    /// Where the rows of an output begin.
    fileprivate func outputOffset(_ output: Int) -> Int {
        output * (hasTangents ? 2 : 1) * paddedCount
    }
}
