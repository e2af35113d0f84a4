import PINNCore
import Testing

@Suite struct LossGradientTests {
    static let conditions = InitialCondition.allCases

    @Test(arguments: Activation.allCases, conditions)
    func `the gradient is that of central differences`(
        activation: Activation, condition: InitialCondition
    ) throws {
        let loss = LossCase(
            problem: .rich, layers: 2, neurons: 5, activation: activation, condition: condition)
        try expectCentralDifferences(loss)
    }

    @Test(arguments: Activation.allCases, conditions)
    func `the loss and its gradient are those of the plain definition`(
        activation: Activation, condition: InitialCondition
    ) throws {
        try expectPlainDefinition(
            LossCase(
                problem: .rich, layers: 3, neurons: 9, activation: activation,
                condition: condition))
    }

    @Test(arguments: [1, 2, 3, 4], [1, 3, 7, 8, 9, 17])
    func `every size of network is right`(layers: Int, neurons: Int) throws {
        try expectPlainDefinition(
            LossCase(problem: .decay, layers: layers, neurons: neurons, collocationCount: 6))
    }

    @Test(arguments: 1...7, [1, 4, 5, 13])
    func `every number of states and points is right`(states: Int, points: Int) throws {
        try expectPlainDefinition(
            LossCase(
                problem: .chain(states: states), layers: 2, neurons: 6,
                collocationCount: points))
    }

    /// A problem with an error model, a third of its rows below a limit.
    private static let censored = {
        var problem = SampleProblem.rich
        problem.errors = (additive: 0.05, proportional: 0.15)
        problem.censoredRows = [1, 4, 7, 10]
        return problem
    }()

    @Test(arguments: conditions)
    func `cells with errors and limits are right`(condition: InitialCondition) throws {
        let loss = LossCase(
            problem: Self.censored, layers: 2, neurons: 5, condition: condition)
        try expectPlainDefinition(loss)
        try expectCentralDifferences(loss)
    }

    @Test(
        arguments: [
            InputFeatures.fourier(count: 1, scale: 0.5), .fourier(count: 3, scale: 1.5),
            .exponential(rates: [0.3]), .exponential(rates: [0.05, 0.5, 5, 2]),
        ], conditions)
    func `features of the time are right`(
        features: InputFeatures, condition: InitialCondition
    ) throws {
        for (layers, neurons) in [(1, 3), (2, 5), (3, 9)] {
            try expectPlainDefinition(
                LossCase(
                    problem: .rich, layers: layers, neurons: neurons, condition: condition,
                    features: features))
        }
        try expectCentralDifferences(
            LossCase(problem: .rich, neurons: 5, condition: condition, features: features))
    }

    @Test func `points beyond one block are right`() throws {
        var problem = SampleProblem.rich
        problem.times = (0..<600).map { 0.25 + Double($0) / 150 }
        try expectPlainDefinition(
            LossCase(problem: problem, layers: 1, neurons: 4, collocationCount: 301))
        try expectPlainDefinition(
            LossCase(
                problem: problem, layers: 1, neurons: 4, collocationCount: 301,
                features: .fourier(count: 2, scale: 1)))
    }

    @Test func `a problem without data trains on the equations alone`() throws {
        var problem = SampleProblem.decay
        problem.times = []
        let loss = try LossCase(problem: problem, condition: .hard).lossFunction()
        let parameters = try LossCase(problem: problem).parameters()
        let parts = loss.value(parameters).parts
        #expect(parts.data == 0)
        #expect(parts.initial == 0)
        #expect(parts.residual > 0)
    }

    private func expectPlainDefinition(_ loss: LossCase) throws {
        let parameters = try loss.parameters()
        let plain = try loss.plainLoss()
        let (parts, gradient) = try loss.lossFunction().evaluated(parameters)
        let wanted = plain.parts(parameters)
        #expect(isClose(parts.data, wanted.data, 1e-12))
        #expect(isClose(parts.initial, wanted.initial, 1e-12))
        #expect(isClose(parts.residual, wanted.residual, 1e-12))
        let wantedGradient = plain.gradient(parameters, weights: loss.weights)
        expectClose(gradient, wantedGradient, tolerance: 1e-11)
    }

    private func expectCentralDifferences(_ loss: LossCase) throws {
        let parameters = try loss.parameters()
        let function = try loss.lossFunction()
        let gradient = function.evaluated(parameters).gradient
        expectClose(gradient, function.differences(parameters), tolerance: 1e-7)
    }

    private func isClose(_ value: Double, _ wanted: Double, _ tolerance: Double) -> Bool {
        abs(value - wanted) <= tolerance * abs(wanted)
    }
}
