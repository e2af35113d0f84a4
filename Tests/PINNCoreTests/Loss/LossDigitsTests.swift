import PINNCore
import Testing

@Suite struct LossDigitsTests {
    @Test(arguments: Activation.allCases)
    func `an evaluation repeats every digit, with or without its gradient`(
        activation: Activation
    ) throws {
        let loss = LossCase(problem: .rich, neurons: 9, activation: activation)
        let parameters = try loss.parameters()
        let other = try loss.parameters(seed: 2)
        let function = try loss.lossFunction()
        let first = function.evaluated(parameters)
        _ = function.evaluated(other)
        _ = function.heldOutLoss(other)
        _ = function.states(at: [1, 2], other)
        let second = function.evaluated(parameters)
        #expect(first.parts == second.parts)
        #expect(first.gradient == second.gradient)
        #expect(function.value(parameters).parts == first.parts)
        #expect(try loss.lossFunction().evaluated(parameters).gradient == first.gradient)
    }

    @Test(
        .enabled(if: InstructionSet.fma.isAvailable), arguments: Activation.allCases,
        InitialCondition.allCases)
    func `both instruction sets agree to rounding`(
        activation: Activation, condition: InitialCondition
    ) throws {
        let loss = LossCase(
            problem: .rich, layers: 3, neurons: 10, activation: activation,
            condition: condition)
        let parameters = try loss.parameters()
        let fused = try loss.lossFunction(.fma).evaluated(parameters)
        let plain = try loss.lossFunction(.baseline).evaluated(parameters)
        #expect(
            abs(fused.parts.total(loss.weights) - plain.parts.total(loss.weights))
                <= 1e-13 * plain.parts.total(loss.weights))
        let largest = plain.gradient.map(abs).max() ?? 0
        for (left, right) in zip(fused.gradient, plain.gradient) {
            #expect(abs(left - right) <= 1e-12 * largest)
        }
    }

    @Test(
        .enabled(if: InstructionSet.avx512.isAvailable, "this machine has no AVX-512"),
        arguments: Activation.allCases, Precision.allCases)
    func `AVX-512 gives the digits of AVX2`(
        activation: Activation, precision: Precision
    ) throws {
        let loss = LossCase(
            problem: .rich, layers: 3, neurons: 11, activation: activation,
            collocationCount: 141)
        let parameters = try loss.parameters()
        let wide = try loss.lossFunction(.avx512, precision).evaluated(parameters)
        let narrow = try loss.lossFunction(.fma, precision).evaluated(parameters)
        #expect(wide.parts == narrow.parts)
        #expect(wide.gradient == narrow.gradient)
    }

    @Test(arguments: [Double.nan, .infinity, 1e200], Activation.allCases)
    func `a parameter that is out of bounds never looks like a finite gradient of NaN`(
        value: Double, activation: Activation
    ) throws {
        let loss = LossCase(problem: .decay, activation: activation)
        var parameters = try loss.parameters()
        parameters[parameters.count - 2] = value
        let (parts, gradient) = try loss.lossFunction().evaluated(parameters)
        #expect(!parts.total(loss.weights).isFinite)
        #expect(gradient.contains { !$0.isFinite })
    }
}
