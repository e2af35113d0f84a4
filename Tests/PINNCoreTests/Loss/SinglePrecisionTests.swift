import PINNCore
import Testing

@Suite struct SinglePrecisionTests {
    @Test(arguments: Activation.allCases, InitialCondition.allCases)
    func `loss and gradient in single precision are those of double precision to its rounding`(
        activation: Activation, condition: InitialCondition
    ) throws {
        try expectAgreement(
            LossCase(
                problem: .rich, layers: 3, neurons: 10, activation: activation,
                condition: condition))
    }

    @Test(arguments: [1, 3, 8, 17], [1, 15, 16, 33, 300])
    func `every size and number of points agrees`(neurons: Int, points: Int) throws {
        try expectAgreement(
            LossCase(problem: .decay, layers: 2, neurons: neurons, collocationCount: points))
    }

    @Test(arguments: InstructionSet.allCases.filter(\.isAvailable))
    func `every instruction set agrees`(set: InstructionSet) throws {
        try expectAgreement(LossCase(problem: .chain(states: 5), neurons: 12), set)
    }

    @Test func `a loss made for single precision gives the digits of double when set to it`()
        throws
    {
        let loss = LossCase(problem: .rich, layers: 2, neurons: 9, collocationCount: 77)
        let parameters = try loss.parameters()
        let function = try loss.lossFunction(.current, .f32)
        let single = function.evaluated(parameters)
        function.precision = .f64
        let double = function.evaluated(parameters)
        let plain = try loss.lossFunction().evaluated(parameters)
        #expect(single.gradient != double.gradient)
        #expect(double.parts == plain.parts && double.gradient == plain.gradient)
    }

    private func expectAgreement(
        _ loss: LossCase, _ set: InstructionSet = .current
    ) throws {
        let parameters = try loss.parameters()
        let double = try loss.lossFunction(set).evaluated(parameters)
        let single = try loss.lossFunction(set, .f32).evaluated(parameters)
        let wanted = double.parts.total(loss.weights)
        #expect(abs(single.parts.total(loss.weights) - wanted) <= 1e-5 * wanted)
        let largest = double.gradient.map(abs).max() ?? 0
        for (left, right) in zip(single.gradient, double.gradient) {
            #expect(abs(left - right) <= 2e-5 * largest)
        }
    }
}
