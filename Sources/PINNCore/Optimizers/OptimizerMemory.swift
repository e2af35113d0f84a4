/// All that an optimizer has learnt from its steps, as a value to be kept and put back.
///
/// What it was made with (schedule, momentum, capacity) is not in it.
public enum OptimizerMemory: Hashable, Sendable {
    /// Of ``Adam`` and ``RAdam``.
    case moments(MomentsMemory, PaceMemory)
    /// Of ``MomentumDescent``: the velocity after so many steps.
    case velocity([Double], steps: Int, PaceMemory)
    /// Of ``LBFGS``: its pairs of differences, the oldest first.
    case curvature([CurvaturePair])
    /// Of ``SelfScaledBroyden``: the rows of the inverse Hessian; empty where it is fresh.
    case inverseHessian([Double])
    /// Of ``LevenbergMarquardt``.
    case damping(DampingMemory)
}

/// Running means of the gradient and of its square.
public struct MomentsMemory: Hashable, Sendable {
    public var first: [Double]
    public var second: [Double]
    public var steps: Int
    /// β₁ᵗ.
    public var firstPower: Double
    /// β₂ᵗ.
    public var secondPower: Double

    public init(
        first: [Double], second: [Double], steps: Int, firstPower: Double, secondPower: Double
    ) {
        self.first = first
        self.second = second
        self.steps = steps
        self.firstPower = firstPower
        self.secondPower = secondPower
    }
}

/// The differences of points and of gradients that one step left.
public struct CurvaturePair: Hashable, Sendable {
    public var step: [Double]
    public var change: [Double]

    public init(step: [Double], change: [Double]) {
        self.step = step
        self.change = change
    }
}

/// How far Levenberg–Marquardt damps its next step, and in which scales.
public struct DampingMemory: Hashable, Sendable {
    /// The largest length of every parameter's column of the Jacobian.
    public var scales: [Double]
    public var damping: Double
    /// What the damping is multiplied by where the next step is refused.
    public var growth: Double

    public init(scales: [Double], damping: Double, growth: Double) {
        self.scales = scales
        self.damping = damping
        self.growth = growth
    }
}
