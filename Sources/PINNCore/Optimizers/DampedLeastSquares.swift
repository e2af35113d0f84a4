import CKernels

/// The step h that makes |r + J h|² + λ |D h|² least, for one linearization and any damping λ.
///
/// With J̃ = J D⁻¹ and h = −D⁻¹ y: y = (J̃ᵀ J̃ + λ)⁻¹ J̃ᵀ r where there are at least as many rows as
/// parameters, else y = J̃ᵀ (J̃ J̃ᵀ + λ)⁻¹ r, which is the same step at the cost of the smaller
/// matrix. D holds the largest length that every column of J has had (Moré 1978).
final class DampedLeastSquares {
    let rows: Linearization
    /// The diagonal of D, 0 where a column has always been zero.
    let scales: Vector
    private let kernels: kernel_table
    /// J̃ᵀ r.
    private let slope: AlignedDoubles
    private let product: AlignedDoubles
    private let factor: AlignedDoubles
    private let work: AlignedDoubles
    /// What the factor solves for, and then the solution.
    private let solution: AlignedDoubles
    /// y.
    private let scaledStep: AlignedDoubles

    init(rowCount: Int, parameterCount: Int, instructionSet: InstructionSet) {
        rows = Linearization(rowCount: rowCount, parameterCount: parameterCount)
        scales = Vector(zeros: parameterCount)
        kernels = instructionSet.kernels
        let order = rows.order
        slope = AlignedDoubles(count: max(order, parameterCount))
        product = AlignedDoubles(count: order * order)
        factor = AlignedDoubles(count: order * order)
        work = AlignedDoubles(count: Int(KERNEL_BLOCK) * order)
        solution = AlignedDoubles(count: order)
        scaledStep = AlignedDoubles(count: max(order, parameterCount))
    }

    /// Takes in the linearization that ``rows`` holds, and scales its columns in place.
    func prepare() {
        if rows.isByParameter { scaleParameters() } else { scaleColumns() }
        let order = Int32(rows.order)
        let count = Int32(rows.lineCount)
        kernels.gram_matrix(
            count, order, rows.derivatives.base, product.base, work.base)
        let combine = rows.isByParameter ? kernels.row_products : kernels.row_sum
        combine!(count, order, rows.derivatives.base, rows.residuals.base, slope.base)
    }

    /// Sets a step, and tells by how much the linear model says the sum of squares falls.
    ///
    /// - Returns: nil where the damped matrix is not positive definite to rounding.
    func solve(damping: Double, into step: Vector) -> Double? {
        let order = rows.order
        factor.base.update(from: product.base, count: order * order)
        for index in 0..<order { factor.base[index * (order + 1)] += damping }
        guard kernels.cholesky(Int32(order), factor.base, work.base) != 0 else { return nil }
        let goal = rows.isByParameter ? rows.residuals.base : slope.base
        solution.base.update(from: goal, count: order)
        kernels.cholesky_solve(Int32(order), factor.base, solution.base)
        if rows.isByParameter {
            kernels.row_products(
                Int32(rows.lineCount), Int32(order), rows.derivatives.base, solution.base,
                scaledStep.base)
        } else {
            scaledStep.base.update(from: solution.base, count: order)
        }
        return takeStep(damping: damping, into: step)
    }

    private func takeStep(damping: Double, into step: Vector) -> Double {
        var decrease = 0.0
        for index in 0..<rows.parameterCount {
            let scaled = scaledStep.base[index]
            decrease += scaled * (damping * scaled + slope.base[index])
            step.scalars[index] = -scaled * inverseScale(index)
        }
        return decrease
    }

    private func inverseScale(_ parameter: Int) -> Double {
        let scale = scales.scalars[parameter]
        return scale > 0 ? 1 / scale : 1
    }

    private func learnScale(_ square: Double, of parameter: Int) {
        scales.scalars[parameter] = max(scales.scalars[parameter], square.squareRoot())
    }

    private func scaleParameters() {
        let vectors = rows.order / 4
        for parameter in 0..<rows.parameterCount {
            let line = Row(rows.derivatives.base + parameter * rows.order)
            learnScale(line.dot(line, vectors: vectors), of: parameter)
            let factor = inverseScale(parameter)
            for vector in 0..<vectors { line[vector] *= factor }
        }
    }

    private func scaleColumns() {
        let vectors = rows.order / 4
        let squares = Row(scaledStep.base)
        squares.fill(0, vectors: vectors)
        for line in lines {
            squares.add(1, times: line, line, vectors: vectors)
        }
        for parameter in 0..<rows.parameterCount {
            learnScale(squares.base[parameter], of: parameter)
            squares.base[parameter] = inverseScale(parameter)
        }
        for line in lines {
            for vector in 0..<vectors { line[vector] *= squares[vector] }
        }
    }

    private var lines: some Sequence<Row> {
        (0..<rows.lineCount).lazy.map { [rows] in Row(rows.derivatives.base + $0 * rows.order) }
    }
}
