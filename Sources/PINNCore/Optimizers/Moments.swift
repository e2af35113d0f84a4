import CKernels

/// Running means of the gradient and of its square, as Adam and RAdam keep them.
struct Moments {
    static let firstDecay = 0.9
    static let secondDecay = 0.999

    /// Every instruction set gives the same digits here.
    private let kernels = InstructionSet.current.kernels
    private let first: Vector
    private let second: Vector
    /// Updates so far.
    private(set) var step = 0
    /// β₁ᵗ and β₂ᵗ, by repeated multiplication: the same bits on every machine.
    private(set) var firstPower = 1.0
    private(set) var secondPower = 1.0

    init(parameterCount: Int) {
        first = Vector(zeros: parameterCount)
        second = Vector(zeros: parameterCount)
    }

    /// 1 − β₁ᵗ, by which the first moment is too small.
    var firstCorrection: Double { 1 - firstPower }
    /// 1 − β₂ᵗ, by which the second moment is too small.
    var secondCorrection: Double { 1 - secondPower }

    /// Counts one update.
    mutating func advance() {
        step += 1
        firstPower *= Moments.firstDecay
        secondPower *= Moments.secondDecay
    }

    var memory: MomentsMemory {
        MomentsMemory(
            first: first.numbers, second: second.numbers, steps: step, firstPower: firstPower,
            secondPower: secondPower)
    }

    /// Puts moments back; false, with nothing changed, where they are of another size.
    mutating func remember(_ memory: MomentsMemory) -> Bool {
        guard memory.second.count == second.count, memory.steps >= 0, first.set(memory.first)
        else { return false }
        second.set(memory.second)
        step = memory.steps
        firstPower = memory.firstPower
        secondPower = memory.secondPower
        return true
    }

    /// Takes a gradient in, and hands each lane of both moments to what uses them.
    @inline(__always)
    func update(
        with gradient: Vector, use: (Int, Vector.Lane, Vector.Lane) -> Void
    ) {
        let firstShare = Vector.Lane(repeating: 1 - Moments.firstDecay)
        let secondShare = Vector.Lane(repeating: 1 - Moments.secondDecay)
        for index in 0..<gradient.laneCount {
            let slope = gradient[index]
            let mean = Moments.firstDecay * first[index] + firstShare * slope
            let square = Moments.secondDecay * second[index] + secondShare * slope * slope
            first[index] = mean
            second[index] = square
            use(index, mean, square)
        }
    }

    /// Takes the gradient in and steps against m / (√v̂ + ε), with ε = 1e-8.
    ///
    /// - Parameters:
    ///   - stride: The rate over what corrects the first moment.
    ///   - rateFactors: What it is multiplied by for each parameter.
    func descend(_ iterate: Iterate, stride: Double, rateFactors: Vector) {
        kernels.adam(
            iterate.slope.count, iterate.gradient, rateFactors.scalars, first.scalars,
            second.scalars, iterate.position.scalars, Moments.firstDecay, Moments.secondDecay,
            stride, 1 / secondCorrection.squareRoot(), 1e-8)
    }
}
