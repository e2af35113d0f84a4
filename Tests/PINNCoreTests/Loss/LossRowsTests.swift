import PINNCore
import Testing

@Suite struct LossRowsTests {
    private static let conditions = InitialCondition.allCases

    /// Sizes on both sides of as many rows as parameters, which decides how rows are laid out.
    private static let sizes = [(1, 2), (2, 4), (2, 17)]

    private func linearized(
        _ loss: LossFunction, _ parameters: [Double]
    ) -> Linearization {
        let rows = Linearization(
            rowCount: loss.rowCount, parameterCount: loss.parameterCount)
        loss.linearize(parameters, into: rows)
        return rows
    }

    @Test(arguments: Activation.allCases, conditions)
    func `The squares of the rows add up to the loss, and their slopes to its gradient`(
        activation: Activation, condition: InitialCondition
    ) throws {
        var censored = SampleProblem.rich
        censored.errors = (additive: 0.05, proportional: 0.15)
        censored.censoredRows = [1, 4, 7, 10]
        for (index, (layers, neurons)) in Self.sizes.enumerated() {
            let loss = LossCase(
                problem: index == 0 ? .rich : censored, layers: layers, neurons: neurons,
                activation: activation, condition: condition,
                features: index == 1 ? .exponential(rates: [0.2, 2]) : .none)
            let function = try loss.lossFunction()
            let parameters = try loss.parameters()
            let rows = linearized(function, parameters)
            let (parts, gradient) = function.evaluated(parameters)
            let sum = (0..<rows.rowCount).reduce(0.0) { $0 + rows[$1] * rows[$1] }
            let total = parts.total(loss.weights)
            #expect(abs(sum - total) < 1e-12 * total)
            let largest = gradient.map(abs).max() ?? 0
            for (index, wanted) in gradient.enumerated() {
                let found = (0..<rows.rowCount).reduce(0.0) {
                    $0 + 2 * rows[$1] * rows[$1, index]
                }
                #expect(abs(found - wanted) < 1e-12 * largest, "\(layers)x\(neurons), \(index)")
            }
        }
    }

    @Test(arguments: conditions, sizes)
    func `The derivatives of every row are those of central differences`(
        condition: InitialCondition, size: (layers: Int, neurons: Int)
    ) throws {
        var problem = SampleProblem.rich
        problem.times = stride(from: 0.25, through: 4.25, by: 0.25).map { $0 }
        // Differences must not straddle the kink of its max.
        problem.states[2].rate = "0.3*u1 - sin(u2)*tanh(u0) + u2*step(t - 1)"
        let loss = LossCase(
            problem: problem, layers: size.layers, neurons: size.neurons, activation: .swish,
            condition: condition, collocationCount: 13)
        let function = try loss.lossFunction()
        let parameters = try loss.parameters()
        let rows = linearized(function, parameters)
        for index in parameters.indices {
            let wanted = differences(function, parameters, index)
            let worst = (0..<rows.rowCount).map { row in
                abs(rows[row, index] - wanted[row]) / (1 + abs(wanted[row]))
            }.max()
            #expect(worst! < 1e-7, "parameter \(index)")
        }
    }

    /// The derivatives of all rows by one parameter, to fourth order.
    private func differences(
        _ loss: LossFunction, _ parameters: [Double], _ index: Int
    ) -> [Double] {
        let step = 1e-3
        let moved = [-2.0, -1, 1, 2].map { steps in
            var moved = parameters
            moved[index] += steps * step
            return linearized(loss, moved)
        }
        return (0..<loss.rowCount).map { row in
            let values = moved.map { $0[row] }
            return (8 * (values[2] - values[1]) - (values[3] - values[0])) / (12 * step)
        }
    }

    @Test(arguments: InstructionSet.allCases)
    func `Points beyond one block have rows, too`(set: InstructionSet) throws {
        var problem = SampleProblem.rich
        problem.times = (0..<600).map { 0.25 + Double($0) / 150 }
        let loss = LossCase(problem: problem, layers: 1, neurons: 4, collocationCount: 301)
        let function = try loss.lossFunction(set.isAvailable ? set : .baseline)
        let parameters = try loss.parameters()
        let rows = linearized(function, parameters)
        let total = function.value(parameters).total
        let sum = (0..<rows.rowCount).reduce(0.0) { $0 + rows[$1] * rows[$1] }
        #expect(abs(sum - total) < 1e-12 * total)
        #expect(rows.rowCount == 301 * 3 + 599 * 3 + 3)
    }
}
