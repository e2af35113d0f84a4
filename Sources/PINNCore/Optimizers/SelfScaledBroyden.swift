import CKernels
import Draws

/// Self-scaled BFGS or Broyden with a dense inverse Hessian and a line search for the strong Wolfe
/// conditions.
///
/// Al-Baali & Khalfan, "Wide interval for efficient self-scaling quasi-Newton algorithms", Optim.
/// Methods Softw. 20 (2005), as Urbán, Stefanou & Pons (J. Comput. Phys. 2024) and Kiyani et al.
/// (arXiv 2501.16371) use them for physics-informed networks. With s and y the differences of
/// points and of gradients, ρ = 1/sᵀy, and v = ρ s − H y / yᵀHy,
///
///     H ← (H − H y yᵀ H / yᵀHy + φ yᵀHy v vᵀ) / τ + ρ s sᵀ
///
/// where τ scales what was learnt before, and φ is 1 for BFGS. Where a search finds nothing lower,
/// H starts anew from the plain gradient, and where that finds nothing either, the method is
/// exhausted. Every step lowers the value strictly.
public final class SelfScaledBroyden: Optimizer {
    /// How φ is chosen.
    public enum Update: Hashable, Sendable {
        /// φ = 1.
        case bfgs
        /// Between the ends of an interval in which the update stays positive definite.
        case broyden
    }

    private let update: Update
    private let kernels: kernel_table
    private let search: LineSearch
    private let direction: Vector
    private let step: Vector
    private let change: Vector
    /// H y.
    private let image: Vector
    /// Rows as long as a vector with its padding.
    private let hessian: AlignedDoubles
    /// Whether H is the identity, which has learnt nothing yet.
    private var isFresh = true

    public init(
        parameterCount: Int, update: Update, instructionSet: InstructionSet = .current
    ) {
        self.update = update
        kernels = instructionSet.kernels
        search = LineSearch(parameterCount: parameterCount)
        direction = Vector(zeros: parameterCount)
        step = Vector(zeros: parameterCount)
        change = Vector(zeros: parameterCount)
        image = Vector(zeros: parameterCount)
        hessian = AlignedDoubles(count: parameterCount * direction.paddedCount)
    }

    public func step(_ iterate: Iterate, of objective: inout some Objective) -> StepOutcome {
        iterate.evaluate(&objective)
        guard iterate.isFinite else { return .notFinite }
        if !isFresh {
            multiply(iterate.slope, into: image)
            direction.set(-1, times: image)
            if advance(iterate, of: &objective, trying: 1) { return .advanced }
            isFresh = true
        }
        direction.set(-1, times: iterate.slope)
        let steepness = iterate.slope.dot(iterate.slope).squareRoot()
        guard steepness > 0 else { return .exhausted }
        let isDone = advance(iterate, of: &objective, trying: min(1, 1 / steepness))
        return isDone ? .advanced : .exhausted
    }

    public var memory: OptimizerMemory {
        guard !isFresh else { return .inverseHessian([]) }
        let stride = direction.paddedCount
        var rows: [Double] = []
        rows.reserveCapacity(direction.count * direction.count)
        for row in 0..<direction.count {
            rows += UnsafeBufferPointer(
                start: hessian.base + row * stride, count: direction.count)
        }
        return .inverseHessian(rows)
    }

    public func remember(_ memory: OptimizerMemory) -> Bool {
        let count = direction.count
        guard case .inverseHessian(let rows) = memory,
            rows.isEmpty || rows.count == count * count
        else { return false }
        isFresh = rows.isEmpty
        guard !isFresh else { return true }
        rows.withUnsafeBufferPointer { rows in
            for row in 0..<count {
                (hessian.base + row * direction.paddedCount).update(
                    from: rows.baseAddress! + row * count, count: count)
            }
        }
        return true
    }

    /// Moves the iterate along the direction and learns from it; false where nothing is lower.
    private func advance(
        _ iterate: Iterate, of objective: inout some Objective, trying length: Double
    ) -> Bool {
        guard
            let found = search.run(
                from: iterate, along: direction, of: &objective, trying: length)
        else {
            // The last evaluation was elsewhere; the iterate must be what was evaluated last.
            iterate.isEvaluated = false
            iterate.evaluate(&objective)
            return false
        }
        step.set(found, times: direction)
        change.set(search.trial.slope, minus: iterate.slope)
        learn(descent: -found * step.dot(iterate.slope))
        iterate.swap(with: search.trial)
        return true
    }

    /// Takes in a step and its change of the gradient, unless its curvature is not positive beyond
    /// rounding.
    ///
    /// - Parameter descent: sᵀ H⁻¹ s, where the step went along −H g.
    private func learn(descent: Double) {
        let product = step.dot(change)
        let square = change.dot(change)
        guard product > Double.ulpOfOne * square, product.isFinite, square.isFinite else { return }
        var descent = descent
        if isFresh {
            // The first scale of what was not learnt: sᵀy / yᵀy (Nocedal & Wright, 6.20).
            setDiagonal(product / square)
            descent = step.dot(step) * square / product
        }
        multiply(change, into: image)
        let curvature = image.dot(change)
        guard curvature > 0, curvature.isFinite else { return }
        let choice = choice(
            stepRatio: descent / product, changeRatio: curvature / product, isFirst: isFresh)
        isFresh = false
        let keep = 1 / choice.tau
        let inverse = 1 / product
        kernels.rank_two_update(
            Int32(step.count), Int32(step.paddedCount), hessian.base, keep, step.scalars,
            image.scalars, inverse * (1 + keep * choice.phi * curvature * inverse),
            -keep * choice.phi * inverse, keep * (choice.phi - 1) / curvature)
    }

    /// τ and φ, given b = sᵀH⁻¹s / sᵀy and h = yᵀHy / sᵀy.
    private func choice(
        stepRatio b: Double, changeRatio h: Double, isFirst: Bool
    ) -> (tau: Double, phi: Double) {
        let scale = isFirst ? 1 : min(1, 1 / b)
        // a = 0 where H y is a multiple of s: all updates of the family are one.
        let a = h * b - 1
        guard update == .broyden, !isFirst, a > Double.ulpOfOne.squareRoot(), step.count > 1
        else { return (scale, 1) }
        let least = min(1, h * (1 - (a / (1 + a)).squareRoot()))
        let theta = max((least - 1) / a, min(1 / least, (1 - b) / b))
        let sigma = 1 + a * theta
        let share = Portable.power(sigma, 1 / (1 - Double(step.count)))
        let tau = theta > 0 ? scale * min(share, 1 / theta) : min(scale * share, sigma)
        return (tau, (1 - theta) / sigma)
    }

    private func multiply(_ vector: Vector, into result: Vector) {
        kernels.row_products(
            Int32(vector.count), Int32(vector.paddedCount), hessian.base, vector.scalars,
            result.scalars)
    }

    private func setDiagonal(_ value: Double) {
        hessian.base.update(repeating: 0, count: hessian.count)
        for index in 0..<step.count { hessian.base[index * (step.paddedCount + 1)] = value }
    }
}
