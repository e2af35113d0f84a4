import Expressions
import Glibc
import ProblemModel
import ReferenceSolver
import Testing

/// The scales of the terms of the loss.
struct LossScalesTests {
    @Test func `the flagship's rates are scaled by the stiffness at the guess`() throws {
        let (_, data, scales) = try ProblemPreparation(problem: .shipped("brain4"))
            .prepare(seed: 20_260_916, replicate: 0)
        for (value, expected) in zip(scales.rates, [626.9, 0.176, 59.9, 0.1895]) {
            #expect(abs(value - expected) < 2e-3 * expected)
        }
        #expect(scales.states == scales.observables)
        for column in 0..<4 {
            let largest = (0..<48).map { data.values[4 * $0 + column] }.max()!
            #expect(scales.observables[column] == largest)
        }
    }

    @Test func `held-out data do not enter`() throws {
        let problem = try measured([1, 50, 2, 3], holdout: 0.25)
        let preparation = try ProblemPreparation(problem: problem)
        let hidden = (0..<40).first { preparation.data(seed: 0, replicate: $0).heldOut[1] }!
        let (_, _, scales) = preparation.prepare(seed: 0, replicate: hidden)
        #expect(scales.observables == [3])
        #expect(scales.states == [3])
        // Neighbours across the hole: from 1 at time 1 to 2 at time 3, then to 3 at time 4.
        #expect(abs(scales.rates[0] - 1.0 / 3) < 1e-12)
    }

    @Test func `the steepest slope between neighbouring data counts`() throws {
        let scales = try measured([1, 50, 2, 3], holdout: 0).scales
        #expect(scales.states == [50])
        #expect(abs(scales.rates[0] - 49.0 / 50) < 1e-12)
    }

    @Test func `a limit counts for the scale and not for the slope`() throws {
        var problem = try measured([1, nil, 2, 40], holdout: 0)
        guard case .measured(var data) = problem.data else { return }
        data.censored = [TableCell(row: 3, column: 0)]
        problem.data = .measured(data)
        problem.errors = MeasurementErrors(
            models: [ErrorModel(additive: 1, proportional: 0)], limits: [nil])
        #expect(try problem.scales.observables == [40])
        #expect(try problem.scales.rates == [0.5 / 40])
    }

    @Test func `missing cells are skipped`() throws {
        #expect(try measured([1, nil, nil, 7], holdout: 0).scales.rates == [2.0 / 7])
    }

    @Test func `an unobserved state is scaled by the solution at the guess`() throws {
        let problem = Problem.of(
            [try State("x", from: "2", rate: "-k*x"), try State("y", rate: "k*x")], end: 3,
            unknowns: [Unknown("k", truth: 5, guess: 1)],
            observables: [Observable(name: "twice", value: try Expression(parsing: "2*x"))],
            data: SyntheticData(points: 3, observed: ["twice", "x"], noiseRelativeToMax: 0))
        let scales = try problem.scales
        #expect(abs(scales.observables[0] / scales.observables[1] - 2) < 1e-12)
        #expect(scales.states[0] == scales.observables[1])
        #expect(abs(scales.states[1] - 2 * (1 - exp(-3))) < 1e-7)
        #expect(abs(scales.rates[0] - 1) < 1e-12)
        #expect(abs(scales.rates[1] - 1.0 / 3) < 1e-12)
    }

    @Test func `what is 0 everywhere has the scale 1`() throws {
        let problem = Problem.of(
            [try State("x", rate: "-k*x"), try State("y", rate: "-k*y")], end: 3,
            unknowns: [Unknown("k", truth: 5, guess: 1)],
            data: SyntheticData(points: 3, observed: ["x"], noiseRelativeToMax: 0))
        #expect(try problem.scales.states == [1, 1])
        #expect(try problem.scales.observables == [1])
    }

    @Test func `scales of the file override`() throws {
        var problem = try measured([1, 50, 2, 3], holdout: 0)
        problem.states[0].scale = 10
        #expect(try problem.scales.states == [10])
        #expect(abs(try problem.scales.rates[0] - 4.9) < 1e-12)
        problem.states[0].rateScale = 0.25
        #expect(try problem.scales.rates == [0.25])
        #expect(try problem.scales.observables == [50])
    }

    @Test func `a guess at which nothing can be solved leaves the data`() throws {
        let problem = Problem.of(
            [try State("x", from: "1", rate: "k*x^2"), try State("y", rate: "x")], end: 0.5,
            unknowns: [Unknown("k", truth: 0.1, guess: 100)],
            data: SyntheticData(points: 1, observed: ["x"], noiseRelativeToMax: 0))
        let scales = try problem.scales
        #expect(scales.states[1] == 1)
        #expect(scales.rates == [2, 2])
    }

    /// x' = -x/100 from 1, measured at 1, 2, 3 and 4.
    private func measured(_ values: [Double?], holdout: Double) throws -> Problem {
        var problem = Problem.of(
            [try State("x", from: "1", rate: "-k*x")], end: 100,
            unknowns: [Unknown("k", guess: 0.01)], holdout: holdout)
        problem.data = .measured(
            MeasuredData(
                path: "x.csv", observed: ["x"], times: [1, 2, 3, 4], values: values.map { [$0] },
                fileHash: ""))
        return problem
    }
}

extension Problem {
    fileprivate var scales: LossScales {
        get throws { try ProblemPreparation(problem: self).prepare(seed: 0, replicate: 0).scales }
    }
}
