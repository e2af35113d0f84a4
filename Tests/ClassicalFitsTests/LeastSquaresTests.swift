import ClassicalFits
import Foundation
import ProblemFile
import ProblemModel
import ReferenceSolver
import TestSupport
import Testing

struct LeastSquaresTests {
    @Test func `the flagship's replicates all converge from the guess to within their bounds`()
        throws
    {
        let preparation = try ProblemPreparation(
            problem: .brain(["PSB", "PSC", "CLeff"]))
        for replicate in 0..<10 {
            let baseline = try ClassicalBaseline(
                preparation, seed: 20_260_916, replicate: replicate, starts: 1)
            #expect(baseline.fit.outcome.isConverged, "\(baseline.fit.outcome)")
            let bounds = try #require(baseline.bound?.relativeStandardErrors)
            for (index, unknown) in preparation.problem.unknowns.enumerated() {
                let error = log(baseline.fit.estimates[index] / unknown.truth!)
                // 4.4 standard errors are exceeded once in 100,000.
                #expect(abs(error) < 4.4 * bounds[index])
            }
        }
    }

    /// Medians of |relative error| in percent over 10 seeds of an independent program.
    @Test(arguments: [
        (["PSB", "CLeff"], [1.0, 6.8]),
        (["PSB", "PSC", "CLeff"], [1.6, 4.9, 8.2]),
        (["PSB", "PSC", "PSE", "CLeff"], [3.8, 18, 15, 11]),
    ])
    func `median errors are what the bounds predict and what others measured`(
        unknowns: [String], published: [Double]
    ) throws {
        let problem = try Problem.brain(unknowns, end: 24, points: 25, noise: 0.02)
        let preparation = try ProblemPreparation(problem: problem)
        let truths = problem.unknowns.compactMap(\.truth)
        let fits = try (0..<60).map {
            try ClassicalBaseline(preparation, seed: 1, replicate: $0, starts: 1)
        }
        let converged = fits.filter(\.fit.outcome.isConverged)
        #expect(converged.count == fits.count)
        let bounds = try #require(fits[0].bound?.relativeStandardErrors)
        // The median of n absolute errors scatters by 1.166/√n of itself, if they are normal.
        let own = 1.166 / 60.0.squareRoot()
        let both = (own * own + 1.166 * 1.166 / 10).squareRoot()
        for index in truths.indices {
            let logarithms = fits.map { abs(log($0.fit.estimates[index] / truths[index])) }
            #expect(abs(median(logarithms) / (0.6745 * bounds[index]) - 1) < 3 * own)
            let errors = fits.map { abs($0.fit.estimates[index] / truths[index] - 1) * 100 }
            #expect(abs(log(median(errors) / published[index])) < 3 * both)
        }
    }

    @Test func `noiseless data give the truth back from every start`() throws {
        let preparation = try ProblemPreparation(
            problem: .brain(["PSB", "PSC", "CLeff"], noise: 0))
        let baseline = try ClassicalBaseline(preparation, seed: 3, replicate: 0, starts: 4)
        #expect(baseline.fit.outcome.isConverged)
        #expect(baseline.startsAtMinimum == 4)
        #expect(baseline.bound == nil)
        for (estimate, unknown) in zip(baseline.fit.estimates, preparation.problem.unknowns) {
            #expect(abs(estimate / unknown.truth! - 1) < 1e-5)
        }
    }

    @Test func `a linear model is fitted to the solution of its normal equations`() throws {
        let problem = try Problem.decay(
            rate: "b", from: "a",
            unknowns: [Unknown("a", truth: -2, guess: -5), Unknown("b", truth: 3, guess: -1)],
            noise: 0.05)
        let preparation = try ProblemPreparation(problem: problem)
        let data = preparation.data(seed: 5, replicate: 2)
        let fit = try ClassicalBaseline(preparation, seed: 5, replicate: 2, starts: 2).fit
        let mean = data.times.reduce(0, +) / 20
        let spread = data.times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let slope = zip(data.times, data.values).reduce(0) { $0 + ($1.0 - mean) * $1.1 } / spread
        let offset = data.values.reduce(0, +) / 20 - slope * mean
        let errors = try #require(fit.information()?.relativeStandardErrors)
        for (index, exact) in [offset, slope].enumerated() {
            let standardError = errors[index] * fit.estimates[index].magnitude
            #expect(abs(fit.estimates[index] - exact) < 1e-4 * standardError)
        }
    }

    /// With absorption and elimination exchanged, and the volume to match, the curve is the same.
    @Test func `of two minima that fit alike the one within the bounds is taken`() throws {
        let path = Project.root.appending(path: "Sweeps/problems/theophylline.yaml").path
        let problem = try readProblem(at: path).problem
        let preparation = try ProblemPreparation(problem: problem)
        for replicate in 0..<4 {
            let baseline = try ClassicalBaseline(
                preparation, seed: 0, replicate: replicate, starts: 8)
            #expect(baseline.fit.outcome.isConverged)
            for (estimate, unknown) in zip(baseline.fit.estimates, problem.unknowns) {
                #expect(unknown.bounds!.contains(estimate), "\(unknown.name) \(estimate)")
            }
        }
    }

    @Test func `held-out rows are not fitted`() throws {
        var problem = try Problem.decay(
            rate: "-k*x", from: "1", unknowns: [Unknown("k", truth: 0.5, guess: 2)])
        problem.holdout = 0.25
        let preparation = try ProblemPreparation(problem: problem)
        let fit = try ClassicalBaseline(preparation, seed: 0, replicate: 0, starts: 1).fit
        #expect(fit.cellCount == 15)
    }

    @Test func `standard errors of unknown noise come from the residuals`() throws {
        var problem = try Problem.decay(
            rate: "-k*x", from: "1", unknowns: [Unknown("k", truth: 0.5, guess: 2)])
        let synthetic = try ProblemPreparation(problem: problem)
        let data = synthetic.data(seed: 0, replicate: 0)
        problem.data = .measured(
            MeasuredData(
                path: "", observed: ["x"], times: data.times, values: data.values.map { [$0] },
                fileHash: ""))
        let known = try ClassicalBaseline(synthetic, seed: 0, replicate: 0, starts: 1)
        let found = try ClassicalBaseline(
            try ProblemPreparation(problem: problem), seed: 0, replicate: 0, starts: 1)
        #expect(abs(found.fit.estimates[0] / known.fit.estimates[0] - 1) < 1e-6)
        #expect(found.bound == nil)
        let errors = [known, found].compactMap { $0.information?.relativeStandardErrors[0] }
        // The residuals' sd of 19 degrees of freedom is within a factor two of the known one.
        #expect(errors.count == 2 && errors[1] / errors[0] > 0.5 && errors[1] / errors[0] < 2)
        let scale = try #require(known.fit.residualScale)
        #expect(abs(errors[1] / errors[0] - scale) < 1e-3)
    }

    @Test func `an error model weights the cells of a fit`() throws {
        // A constant: its estimate is the mean of the data, weighted by 1/sd².
        var problem = try Problem.decay(
            rate: "0*x", from: "level", unknowns: [Unknown("level", truth: 5, guess: 2)])
        let values = [4.0, 5, 6, 9]
        problem.data = .measured(
            MeasuredData(
                path: "", observed: ["x"], times: [1, 2, 3, 4], values: values.map { [$0] },
                fileHash: ""))
        problem.errors = MeasurementErrors(
            models: [ErrorModel(additive: 0.5, proportional: 0.25)], limits: [nil])
        let baseline = try ClassicalBaseline(
            try ProblemPreparation(problem: problem), seed: 0, replicate: 0, starts: 1)
        let weights = values.map { 1 / (0.25 + 0.0625 * $0 * $0) }
        let total = weights.reduce(0, +)
        let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
        #expect(abs(baseline.fit.estimates[0] / mean - 1) < 1e-7)
        // An error model says how large errors are, so that the standard error and the bound need
        // no residuals.
        let error = try #require(baseline.information?.relativeStandardErrors[0])
        #expect(abs(error * mean * total.squareRoot() - 1) < 1e-5)
        let bound = try #require(baseline.bound?.relativeStandardErrors[0])
        #expect(abs(bound * 5 * total.squareRoot() - 1) < 1e-5)
    }

    @Test func `below a limit a fit maximises the probability of being there`() throws {
        var problem = try Problem.decay(
            rate: "0*x", from: "level", unknowns: [Unknown("level", truth: 1, guess: 2)])
        problem.data = .measured(
            MeasuredData(
                path: "", observed: ["x"], times: [1, 2, 3, 4], values: [[1.2], [0.8], [1], [0.7]],
                censored: [TableCell(row: 2, column: 0), TableCell(row: 3, column: 0)],
                fileHash: ""))
        problem.errors = MeasurementErrors(
            models: [ErrorModel(additive: 0.3, proportional: 0)], limits: [nil])
        let fit = try ClassicalBaseline(
            try ProblemPreparation(problem: problem), seed: 0, replicate: 0, starts: 1
        ).fit
        // The deviance of the constant, and its minimum by bisection of its slope.
        func deviance(_ level: Double) -> Double {
            let squares = [1.2, 0.8].map { pow(($0 - level) / 0.3, 2) }
            let limits = [1, 0.7].map {
                -2 * log(0.5 * erfc((level - $0) / 0.3 / 2.0.squareRoot()))
            }
            return squares.reduce(0, +) + limits.reduce(0, +)
        }
        var (low, high) = (0.1, 2.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if deviance(middle + 1e-5) > deviance(middle - 1e-5) {
                high = middle
            } else {
                low = middle
            }
        }
        #expect(fit.outcome.isConverged)
        #expect(abs(fit.estimates[0] - low) < 1e-5)
        #expect(abs(fit.sumOfSquares - deviance(low)) < 1e-8)
    }

    @Test func `equations that cannot be solved end a fit with their fault`() throws {
        let problem = try Problem.decay(
            rate: "x^2*k", from: "1", unknowns: [Unknown("k", truth: 0.1, guess: 9)])
        let preparation = try ProblemPreparation(problem: problem)
        let weighted = WeightedProblem(
            preparation, data: preparation.data(seed: 0, replicate: 0), deviations: [1])
        let fit = LeastSquaresFit(weighted, start: [9])
        guard case .unsolvable = fit.outcome else {
            Issue.record("\(fit.outcome)")
            return
        }
        #expect(fit.information() == nil)
    }

    @Test func `starts are the guess and draws within bounds that depend on seed and replicate`()
        throws
    {
        let problem = try Problem.decay(
            rate: "-a*b*x + c", from: "1",
            unknowns: [
                Unknown("a", truth: 1, guess: 2, bounds: 1...1000),
                Unknown("b", truth: 1, guess: 2), Unknown("c", truth: 1, guess: -3),
            ])
        let starts = problem.fitStarts(count: 200, seed: 4, replicate: 1)
        #expect(starts.count == 200 && starts[0] == [2, 2, -3])
        #expect(starts.allSatisfy { (1...1000.001).contains($0[0]) })
        #expect(starts.allSatisfy { (0.1999...20.001).contains($0[1]) })
        #expect(starts.allSatisfy { (-33...27).contains($0[2]) })
        // Log-uniform: about half lie below the geometric mean; 4.5 standard deviations are 32.
        #expect(abs(starts.count { $0[0] < 31.6 } - 100) < 32)
        #expect(problem.fitStarts(count: 200, seed: 4, replicate: 1) == starts)
        #expect(problem.fitStarts(count: 200, seed: 4, replicate: 2) != starts)
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }
}
