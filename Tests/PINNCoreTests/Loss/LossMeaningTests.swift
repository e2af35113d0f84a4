import Expressions
import PINNCore
import Testing

@Suite struct LossMeaningTests {
    @Test(arguments: InitialCondition.allCases)
    func `the held-out loss is the data part over held-out cells`(
        condition: InitialCondition
    ) throws {
        let loss = LossCase(problem: .rich, condition: condition)
        let parameters = try loss.parameters()
        let plain = try loss.plainLoss()
        let wanted = plain.dataPart(parameters, plain.unknowns(parameters), heldOut: true)
        let found = try #require(try loss.lossFunction().heldOutLoss(parameters))
        #expect(abs(found - wanted) <= 1e-12 * wanted)
    }

    @Test(arguments: [Set<Int>(), [0, 3, 7, 9]])
    func `an error model weights the held-out cells, too`(censored: Set<Int>) throws {
        var loss = LossCase(problem: .rich)
        loss.problem.errors = (additive: 0.03, proportional: 0.2)
        loss.problem.censoredRows = censored
        let parameters = try loss.parameters()
        let plain = try loss.plainLoss()
        let wanted = plain.dataPart(parameters, plain.unknowns(parameters), heldOut: true)
        let found = try #require(try loss.lossFunction().heldOutLoss(parameters))
        #expect(abs(found - wanted) <= 1e-12 * wanted)
    }

    @Test func `an error model weights cells against each other alone`() throws {
        var loss = LossCase(problem: .decay)
        let parameters = try loss.parameters()
        let plain = try loss.lossFunction().value(parameters).parts
        // One standard deviation for all is no weighting at all, whatever its size.
        for additive in [1e-3, 1, 50] {
            loss.problem.errors = (additive, 0)
            let parts = try loss.lossFunction().value(parameters).parts
            #expect(abs(parts.data / plain.data - 1) < 1e-13)
        }
        loss.problem.errors = (0.01, 0.1)
        #expect(abs(try loss.lossFunction().value(parameters).parts.data / plain.data - 1) > 1e-6)
    }

    @Test func `a limit far above the prediction costs nothing, one far below its distance`()
        throws
    {
        var loss = LossCase(problem: .decay)
        loss.problem.errors = (0.01, 0)
        loss.problem.censoredRows = Set(loss.problem.times.indices)
        let function = try loss.lossFunction()
        var parameters = [Double](repeating: 0, count: function.parameterCount)
        let bias = function.shape.parameterCount - 1
        parameters[bias] = -100
        #expect(function.value(parameters).parts.data == 0)
        parameters[bias] = 100
        let above = function.value(parameters).parts.data
        loss.problem.censoredRows = []
        let measured = try loss.lossFunction().value(parameters).parts.data
        #expect(abs(above / measured - 1) < 1e-6)
    }

    @Test func `without held-out cells there is no held-out loss`() throws {
        let loss = LossCase(problem: .decay)
        let parameters = try loss.parameters()
        #expect(try loss.lossFunction().heldOutLoss(parameters) == nil)
    }

    @Test func `held-out cells do not touch the loss`() throws {
        let loss = LossCase(problem: .rich)
        var changed = loss
        changed.problem.heldOutRows = []
        changed.problem.times = loss.problem.times
        let parameters = try loss.parameters()
        let before = try loss.lossFunction().value(parameters).parts
        #expect(try changed.lossFunction().value(parameters).parts.data != before.data)
        #expect(try changed.lossFunction().value(parameters).parts.residual == before.residual)
    }

    @Test(arguments: InitialCondition.allCases, [1, 8, 300])
    func `predictions are the states of the definition`(
        condition: InitialCondition, count: Int
    ) throws {
        let loss = LossCase(problem: .rich, condition: condition)
        let parameters = try loss.parameters()
        let plain = try loss.plainLoss()
        let times = (0..<count).map { 0.25 + 4 * Double($0) / Double(count) }
        let rows = try loss.lossFunction().states(at: times, parameters)
        #expect(rows.count == count)
        for (time, row) in zip(times, rows) {
            let wanted = plain.states(at: time, parameters, plain.unknowns(parameters)).values
            for (value, goal) in zip(row, wanted) {
                #expect(abs(value - goal) <= 1e-12 * max(1, abs(goal)))
            }
        }
    }

    @Test func `a hard initial condition holds exactly`() throws {
        let loss = LossCase(problem: .rich, condition: .hard)
        let parameters = try loss.parameters()
        let function = try loss.lossFunction()
        let base = function.estimates(parameters)[2]
        let start = function.states(at: [0.25], parameters)[0]
        #expect(start == [0, base * base + 0.25, 0.1])
    }

    @Test func `estimates are the unknowns in their own units`() throws {
        let loss = LossCase(problem: .rich)
        let function = try loss.lossFunction()
        let start = loss.problem.unknowns.map(\.coordinate.start)
        let parameters =
            [Double](repeating: 0, count: function.shape.parameterCount) + start
        for (estimate, unknown) in zip(function.estimates(parameters), loss.problem.unknowns) {
            let guess = unknown.coordinate.guess
            #expect(abs(estimate - guess) <= 1e-15 * abs(guess))
        }
    }

    /// Every function of the language at once, and what depends on the time or unknowns alone.
    @Test func `every operation of the equations is right`() throws {
        let rate = """
            (u0*u0 + 1)^k + min(u1, k*t) + abs(u0 - 0.3) + log(u1*u1 + 2) - sqrt(u0*u0 + k)
            + cos(u1)*sin(k*u0) - tanh(t*u0)/(1 + exp(-u1)) + max(u1, 0.1)^2 - step(u0 - 0.2)*t
            + (t + 1)^(k*u1*0.1) + exp(-t*t)*log(k + 1) + min(t, 2)*abs(u1)
            """
        let problem = SampleProblem(
            states: [("0", rate), ("0.2", "u0 - k")],
            unknowns: [("k", UnknownCoordinate(guess: 1.1, isLogarithmic: true))],
            observables: ["u0^2*u1", "min(u0, u1) + k*t"],
            stateScales: [1.1, 0.9], rateScales: [1, 2], times: [0, 1, 2.5])
        let loss = LossCase(problem: problem, neurons: 6, collocationCount: 21)
        let parameters = try loss.parameters()
        let gradient = try loss.lossFunction().evaluated(parameters).gradient
        let wanted = try loss.plainLoss().gradient(parameters, weights: loss.weights)
        let largest = wanted.map(abs).max() ?? 0
        for (value, goal) in zip(gradient, wanted) {
            #expect(abs(value - goal) <= 1e-11 * largest)
        }
    }

    @Test func `a problem whose parts do not fit is refused`() throws {
        var problem = SampleProblem.decay
        problem.stateScales = [1, 2]
        #expect(throws: InverseProblemFault.wrongCount(of: .stateScales, found: 2, expected: 1)) {
            try problem.compiled()
        }
        problem = .decay
        problem.rateScales = [0]
        #expect(throws: InverseProblemFault.badNumber(in: .rateScales, index: 0, value: 0)) {
            try problem.compiled()
        }
        problem = .decay
        problem.times = [1, 9]
        #expect(
            throws: InverseProblemFault.badNumber(in: .observationTimes, index: 1, value: 9)
        ) {
            try problem.compiled()
        }
        problem = .decay
        problem.errors = (0, 0)
        #expect(
            throws: InverseProblemFault.badNumber(in: .observationDeviations, index: 0, value: 0)
        ) {
            try problem.compiled()
        }
        problem.errors = nil
        problem.censoredRows = [0]
        #expect(
            throws: InverseProblemFault.wrongCount(
                of: .observationDeviations, found: 0, expected: 4)
        ) {
            try problem.compiled()
        }
        problem = .decay
        problem.end = 0
        #expect(throws: InverseProblemFault.emptyWindow(start: 0, end: 0)) {
            try problem.compiled()
        }
    }
}
