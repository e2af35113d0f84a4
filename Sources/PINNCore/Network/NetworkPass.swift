import CKernels

/// A network's forward and backward pass over one block of points at a time.
///
/// Between the passes the outputs of the block can be read and their adjoints must be set.
final class NetworkPass {
    private let kernels: kernel_table
    private var shape: kernel_shape
    private let work: AlignedDoubles
    private let outputStride: Int

    init(shape: NetworkShape, activation: Activation, instructionSet: InstructionSet) {
        kernels = instructionSet.kernels
        self.shape = shape.kernel(activation: activation)
        work = AlignedDoubles(
            count: kernel_work_count(&self.shape, Int32(PointBlock.panelLimit)))
        outputStride = kernel_output_stride(&self.shape)
    }

    /// Runs the points through the network.
    func forward(_ block: PointBlock, parameters: UnsafePointer<Double>) {
        kernels.forward(
            &shape, Int32(block.panels), block.hasTangents ? 1 : 0, parameters,
            block.inputs.base, work.base)
    }

    /// Adds the gradient by the network's parameters, after ``forward(_:parameters:)`` of the same
    /// block and after all adjoints of its outputs have been set.
    func backward(
        _ block: PointBlock, parameters: UnsafePointer<Double>,
        gradient: UnsafeMutablePointer<Double>
    ) {
        kernels.backward(
            &shape, Int32(block.panels), block.hasTangents ? 1 : 0, parameters, gradient,
            work.base)
    }

    /// Writes the derivatives of one number a point by the network's parameters, a row a point from
    /// `row` on, after ``forward(_:parameters:)`` of the same block and after the number's adjoints
    /// by all outputs have been set.
    func jacobian(
        _ block: PointBlock, points: Int, parameters: UnsafePointer<Double>, row: Int,
        into rows: Linearization
    ) {
        kernels.jacobian(
            &shape, Int32(block.panels), block.hasTangents ? 1 : 0, Int32(points), parameters,
            rows.derivatives.base + row * rows.rowStride, rows.parameterStride, rows.rowStride,
            work.base)
    }

    /// The cells of one output, a cell a panel.
    func outputCells(_ output: Int, of block: PointBlock) -> CellColumn {
        let offset = kernel_outputs(&shape, Int32(block.panels))
        return CellColumn(
            first: work.base + offset + output * Int(KERNEL_CELL), stride: outputStride)
    }

    /// The cells of one output's adjoint, a cell a panel.
    func adjointCells(_ output: Int, of block: PointBlock) -> CellColumn {
        let offset = kernel_adjoints(&shape, Int32(block.panels))
        return CellColumn(
            first: work.base + offset + output * Int(KERNEL_CELL), stride: outputStride)
    }
}

/// The cells of one feature in a block of panels; a cell is two vectors.
struct CellColumn {
    let first: UnsafeMutablePointer<Double>
    /// Doubles from one panel to the next.
    let stride: Int

    /// The first (0) or second (1) vector of a panel.
    @inline(__always)
    subscript(panel: Int, half: Int) -> SIMD4<Double> {
        get { Row(first + panel * stride)[half] }
        nonmutating set { Row(first + panel * stride)[half] = newValue }
    }
}
