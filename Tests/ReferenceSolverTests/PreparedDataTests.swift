import Draws
import Expressions
import ProblemModel
import ReferenceSolver
import Testing

/// The data that replicates train on.
struct PreparedDataTests {
    static let seed: UInt64 = 20_260_916

    @Test func `the flagship's data are at the whole hours and have one per cent of noise`() throws
    {
        let problem = try Problem.shipped("brain4")
        let preparation = try ProblemPreparation(problem: problem)
        let data = preparation.data(seed: Self.seed, replicate: 0)
        #expect(data.observed == ["Cbb", "Cbm", "Cccsf", "Cscsf"])
        #expect(data.times == (1...48).map(Double.init))
        #expect(!data.heldOut.contains(true))
        let exact = try problem.solution(
            unknowns: problem.unknowns.compactMap(\.truth), at: data.times
        ).states
        for column in 0..<4 {
            let deviation = 0.01 * exact.map { $0[column] }.max()!
            let errors = exact.indices.map { data.values[4 * $0 + column] - exact[$0][column] }
            let sample = (errors.map { $0 * $0 }.reduce(0, +) / 48).squareRoot()
            // Four standard errors of a standard deviation from 48 draws
            #expect(abs(sample / deviation - 1) < 4 / (2 * 48.0).squareRoot())
        }
    }

    @Test func `noise is drawn cell by cell, row by row`() throws {
        let problem = try Problem.shipped("brain4")
        let data = try ProblemPreparation(problem: problem).data(seed: 7, replicate: 3)
        let exact = try problem.solution(
            unknowns: problem.unknowns.compactMap(\.truth), at: data.times
        ).states
        var stream = DrawStream(seed: 7, replicate: 3, purpose: .data)
        let deviations = (0..<4).map { column in 0.01 * exact.map { $0[column] }.max()! }
        for row in exact.indices {
            for column in 0..<4 {
                let value = exact[row][column] + deviations[column] * stream.normal()
                #expect(abs(data.values[4 * row + column] - value) < 1e-12)
            }
        }
    }

    @Test func `a replicate's data never change`() throws {
        let preparation = try ProblemPreparation(problem: try .shipped("brain4"))
        let data = preparation.data(seed: Self.seed, replicate: 0)
        let golden = [
            0.031206015446080627, 0.0035343303173602887, 0.0001116064703064256,
            5.757899324327888e-05, 0.05230059018651045, 0.006361334701355775,
        ]
        for (value, expected) in zip(data.values, golden) {
            // Not to the bit: exp has other digits on other machines.
            #expect(abs(value - expected) < 1e-7 * expected.magnitude)
        }
    }

    @Test func `data depend on seed and replicate and on nothing else`() throws {
        let problem = try Problem.shipped("brain4")
        let preparation = try ProblemPreparation(problem: problem)
        let data = preparation.data(seed: 1, replicate: 0)
        #expect(preparation.data(seed: 1, replicate: 1) != data)
        #expect(preparation.data(seed: 2, replicate: 0) != data)
        #expect(preparation.data(seed: 1, replicate: 0) == data)
        #expect(try ProblemPreparation(problem: problem).data(seed: 1, replicate: 0) == data)
        // Another guess does not touch the data.
        var other = problem
        other.unknowns[0].guess = 1
        #expect(try ProblemPreparation(problem: other).data(seed: 1, replicate: 0) == data)
    }

    @Test(arguments: [
        (0.0, 10, 0), (0.01, 10, 1), (0.2, 10, 2), (0.25, 10, 3), (0.999, 10, 9), (0.5, 1, 0),
    ])
    func `the fraction of rows held out is exact`(
        fraction: Double, points: Int, expected: Int
    ) throws {
        let problem = try Self.decay(points: points, holdout: fraction)
        let preparation = try ProblemPreparation(problem: problem)
        let rows = (0..<20).map { preparation.data(seed: 5, replicate: $0).heldOut }
        #expect(rows.allSatisfy { $0.filter { $0 }.count == expected })
        if expected > 0 { #expect(Set(rows).count > 1) }
    }

    @Test func `measured data keep their gaps and their times`() throws {
        var problem = try Self.decay(points: 1, holdout: 0)
        problem.unknowns[0].truth = nil
        problem.data = .measured(
            MeasuredData(
                path: "x.csv", observed: ["x", "twice"], times: [0, 1.5],
                values: [[2, nil], [nil, 3]], fileHash: ""))
        let data = try ProblemPreparation(problem: problem).data(seed: 1, replicate: 0)
        #expect(data.times == [0, 1.5] && data.observed == ["x", "twice"])
        #expect(data.values[0] == 2 && data.values[3] == 3)
        #expect(data.values[1].isNaN && data.values[2].isNaN)
    }

    @Test func `an error model gives every cell its deviation and does not change the noise`()
        throws
    {
        var problem = try Self.decay(points: 6, holdout: 0.2)
        problem.data = .synthetic(
            SyntheticData(points: 6, observed: ["x", "twice"], noiseRelativeToMax: 0.1))
        let plain = try ProblemPreparation(problem: problem).data(seed: 1, replicate: 0)
        problem.errors = MeasurementErrors(
            models: [
                ErrorModel(additive: 0.5, proportional: 0),
                ErrorModel(additive: 0.3, proportional: 0.1),
            ], limits: [nil, nil])
        let data = try ProblemPreparation(problem: problem).data(seed: 1, replicate: 0)
        #expect(data.values == plain.values && data.heldOut == plain.heldOut)
        #expect(plain.deviations.isEmpty && data.isCensored.isEmpty)
        for (cell, value) in data.values.enumerated() {
            let wanted = cell % 2 == 0 ? 0.5 : (0.09 + 0.01 * value * value).squareRoot()
            #expect(abs(data.deviations[cell] - wanted) < 1e-15)
        }
    }

    @Test func `below its limit a synthetic value is censored after its noise`() throws {
        var problem = try Self.decay(points: 30, holdout: 0)
        problem.data = .synthetic(
            SyntheticData(points: 30, observed: ["x"], noiseRelativeToMax: 0.2))
        let plain = try ProblemPreparation(problem: problem).data(seed: 1, replicate: 0)
        problem.errors = MeasurementErrors(
            models: [ErrorModel(additive: 0.2, proportional: 0)], limits: [1])
        let data = try ProblemPreparation(problem: problem).data(seed: 1, replicate: 0)
        #expect(data.isCensored == plain.values.map { $0 < 1 })
        #expect(data.values == plain.values.map { max($0, 1) })
        #expect(data.isCensored.contains(true) && data.isCensored.contains(false))
    }

    @Test func `a cell's own limit stands beside the column's`() throws {
        var problem = try Self.decay(points: 1, holdout: 0)
        problem.unknowns[0].truth = nil
        problem.data = .measured(
            MeasuredData(
                path: "x.csv", observed: ["x"], times: [1, 2, 3], values: [[2], [0.1], [0.5]],
                censored: [TableCell(row: 1, column: 0)], fileHash: ""))
        problem.errors = MeasurementErrors(
            models: [ErrorModel(additive: 0, proportional: 0.1)], limits: [0.5])
        let data = try ProblemPreparation(problem: problem).data(seed: 1, replicate: 0)
        #expect(data.values == [2, 0.1, 0.5] && data.isCensored == [false, true, false])
    }

    @Test func `synthetic data like a table have its times and cells, and its models' noise`()
        throws
    {
        let table = MeasuredData(
            path: "x.csv", observed: ["x", "twice"], times: [1, 2, 3],
            values: [[9, nil], [9, 9], [nil, 9]], fileHash: "h")
        func data(_ models: [ErrorModel]) throws -> DataSet {
            var problem = try Self.decay(points: 1, holdout: 0)
            problem.data = .synthetic(
                SyntheticData(
                    design: .cells(table), observed: ["x", "twice"], noise: .models(models)))
            return try ProblemPreparation(problem: problem).data(seed: 1, replicate: 0)
        }
        let none = ErrorModel(additive: 0, proportional: 0)
        let exact = try data([none, none])
        #expect(exact.times == [1, 2, 3])
        #expect(exact.values.map(\.isNaN) == [false, true, false, false, true, false])
        #expect(exact.values[3] == 2 * exact.values[2] && exact.values[0] > exact.values[2])
        let noisy = try data([none, ErrorModel(additive: 0, proportional: 0.1)])
        #expect(noisy.values[0] == exact.values[0] && noisy.values[3] != exact.values[3])
        #expect(try data([none, ErrorModel(additive: 1e-9, proportional: 0)]).values[3] != 0)
    }

    @Test func `synthetic data without a truth are refused`() throws {
        var problem = try Self.decay(points: 3, holdout: 0)
        problem.unknowns[0].truth = nil
        #expect(throws: PreparationFault.truthMissing(["k"])) {
            try ProblemPreparation(problem: problem)
        }
    }

    @Test func `a problem that cannot be solved at the truth is refused`() throws {
        var problem = try Self.decay(points: 3, holdout: 0)
        problem.states[0].rate = try Expression(parsing: "k/0")
        #expect(throws: PreparationFault.unsolvable(.notFinite(time: 0))) {
            try ProblemPreparation(problem: problem)
        }
    }

    /// x' = -k x from 2, with x and twice x to be seen.
    static func decay(points: Int, holdout: Double) throws -> Problem {
        .of(
            [try State("x", from: "2", rate: "-k*x")], end: 3,
            unknowns: [Unknown("k", truth: 0.5, guess: 1)],
            observables: [Observable(name: "twice", value: try Expression(parsing: "2*x"))],
            data: SyntheticData(points: points, observed: ["x"], noiseRelativeToMax: 0),
            holdout: holdout)
    }
}
