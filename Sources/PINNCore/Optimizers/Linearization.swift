import CKernels

/// The R rows of a sum of squares at one point, and their derivatives by the N parameters.
///
/// What lies together is the smaller side: where there are fewer rows than parameters, the
/// derivatives of all rows by one parameter, else those of one row by all parameters.
public final class Linearization {
    public let rowCount: Int
    public let parameterCount: Int
    /// R or N, whichever is smaller, padded with zeros.
    let order: Int
    /// Lines of ``order`` numbers: one a parameter where ``isByParameter``, else one a row.
    let derivatives: AlignedDoubles
    /// The rows' values, padded with zeros.
    let residuals: AlignedDoubles

    /// Rows of zeros.
    public init(rowCount: Int, parameterCount: Int) {
        self.rowCount = rowCount
        self.parameterCount = parameterCount
        let tile = Int(KERNEL_TILE)
        order = (min(rowCount, parameterCount) + tile - 1) / tile * tile
        derivatives = AlignedDoubles(count: order * max(rowCount, parameterCount))
        residuals = AlignedDoubles(count: max(order, rowCount))
    }

    var isByParameter: Bool { rowCount < parameterCount }
    var lineCount: Int { max(rowCount, parameterCount) }
    /// Numbers from one parameter's derivative to the next's.
    var parameterStride: Int { isByParameter ? order : 1 }
    /// Numbers from one row's derivative to the next's.
    var rowStride: Int { isByParameter ? 1 : order }

    /// The value of a row.
    public subscript(row: Int) -> Double {
        get { residuals.base[row] }
        set { residuals.base[row] = newValue }
    }

    /// The derivative of a row by a parameter.
    public subscript(row: Int, parameter: Int) -> Double {
        get { derivatives.base[row * rowStride + parameter * parameterStride] }
        set { derivatives.base[row * rowStride + parameter * parameterStride] = newValue }
    }
}
