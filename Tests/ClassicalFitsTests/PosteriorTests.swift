import ClassicalFits
import Foundation
import ProblemModel
import ReferenceSolver
import Testing

@Suite("A posterior")
struct PosteriorTests {
    private static func posterior(
        of problem: Problem, seed: UInt64 = 0, replicate: Int = 0, limit: Int = 50_000
    ) throws -> (posterior: Posterior, baseline: ClassicalBaseline) {
        let baseline = try ClassicalBaseline(
            try ProblemPreparation(problem: problem), seed: seed, replicate: replicate, starts: 2)
        let posterior = Posterior(
            of: baseline, seed: seed, replicate: replicate, evaluationLimit: limit)
        return (posterior, baseline)
    }

    @Test(arguments: [["PSB", "CLeff"], ["PSB", "PSC", "CLeff"]])
    func `of the flagship is as wide as its bound and lies at the fit`(unknowns: [String]) throws {
        let (posterior, baseline) = try Self.posterior(
            of: .brain(unknowns), seed: 20_260_916, replicate: 3)
        #expect(posterior.outcome == .converged)
        let bounds = try #require(baseline.bound?.relativeStandardErrors)
        for (index, marginal) in posterior.marginals.enumerated() {
            #expect(marginal.diagnostics.rHat <= 1.01)
            let size = min(marginal.diagnostics.bulkSize, marginal.diagnostics.tailSize)
            #expect(size >= 400)
            // 4 standard errors of a deviation, and what the bend of the model makes.
            let ratio = marginal.relativeStandardDeviation / bounds[index]
            #expect(abs(ratio - 1) < 4 / (2 * size).squareRoot() + 0.05, "\(ratio)")
            let shift = log(marginal.median / baseline.fit.estimates[index]) / bounds[index]
            #expect(abs(shift) < 4 * 1.25 / size.squareRoot() + 0.05, "\(shift)")
            #expect(marginal.lower < marginal.median && marginal.median < marginal.upper)
        }
    }

    /// A line with normal errors of known size: its posterior is the normal distribution of least
    /// squares. With errors of unknown size it is Student's t with 18 degrees of freedom.
    @Test(arguments: [true, false]) func `of a line is the one on paper`(isNoiseKnown: Bool) throws
    {
        var problem = try Problem.decay(
            rate: "b", from: "a",
            unknowns: [Unknown("a", truth: -2, guess: -5), Unknown("b", truth: 3, guess: -1)],
            noise: 0.05)
        let synthetic = try ProblemPreparation(problem: problem)
        let data = synthetic.data(seed: 5, replicate: 2)
        let known = synthetic.noiseDeviations![0]
        if !isNoiseKnown {
            problem.data = .measured(
                MeasuredData(
                    path: "", observed: ["x"], times: data.times,
                    values: data.values.map { [$0] }, fileHash: ""))
        }
        let posterior = try Self.posterior(of: problem, seed: 5, replicate: 2).posterior
        #expect(posterior.outcome == .converged)
        let line = Line(data.times, data.values)
        let deviation =
            isNoiseKnown ? known : (line.squares / 18).squareRoot() * (18.0 / 16).squareRoot()
        // The 97.5 % quantiles of the normal distribution and of t with 18 degrees of freedom.
        let reach = isNoiseKnown ? 1.95996 : 2.10092 / (18.0 / 16).squareRoot()
        for (index, exact) in [line.offset, line.slope].enumerated() {
            let marginal = posterior.marginals[index]
            let size = min(marginal.diagnostics.bulkSize, marginal.diagnostics.tailSize)
            let wide = deviation * line.relativeDeviations[index]
            #expect(abs(marginal.median - exact) < 4 * 1.25 * wide / size.squareRoot())
            let found = marginal.relativeStandardDeviation * marginal.median.magnitude
            #expect(abs(found / wide - 1) < 4 / (2 * size).squareRoot())
            // A 2.5 % quantile scatters by √(0.025 · 0.975 / n) over its density, 0.058.
            let scatter = 4 * wide * (0.025 * 0.975 / size).squareRoot() / 0.05
            #expect(abs(marginal.lower - (exact - reach * wide)) < scatter)
            #expect(abs(marginal.upper - (exact + reach * wide)) < scatter)
        }
    }

    @Test func `takes what lies below a limit as below it, and stays within bounds`() throws {
        var problem = try Problem.decay(
            rate: "0*x", from: "level",
            unknowns: [Unknown("level", truth: 1, guess: 1.2, bounds: 0.7...1.4)])
        problem.data = .measured(
            MeasuredData(
                path: "", observed: ["x"], times: [1, 2, 3], values: [[1.2], [1], [0.9]],
                censored: [TableCell(row: 1, column: 0), TableCell(row: 2, column: 0)],
                fileHash: ""))
        problem.errors = MeasurementErrors(
            models: [ErrorModel(additive: 0.3, proportional: 0)], limits: [nil])
        let posterior = try Self.posterior(of: problem).posterior
        // The density of log level by sums over a fine grid.
        let grid = (0..<20_000).map { log(0.7) + log(2.0) * (Double($0) + 0.5) / 20_000 }
        let weights = grid.map { logarithm in
            let level = exp(logarithm)
            let below = [1, 0.9].map { 0.5 * erfc((level - $0) / 0.3 / 2.0.squareRoot()) }
            return exp(-pow((1.2 - level) / 0.3, 2) / 2) * below[0] * below[1]
        }
        let total = weights.reduce(0, +)
        let mean = zip(grid, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
        let variance = zip(grid, weights).reduce(0) { $0 + pow($1.0 - mean, 2) * $1.1 } / total
        let marginal = posterior.marginals[0]
        #expect(posterior.outcome == .converged)
        #expect(marginal.lower > 0.7 && marginal.upper < 1.4)
        let size = min(marginal.diagnostics.bulkSize, marginal.diagnostics.tailSize)
        let ratio = marginal.relativeStandardDeviation / variance.squareRoot()
        #expect(abs(ratio - 1) < 4 / (2 * size).squareRoot())
        var below = 0.0
        let median = grid.indices.first {
            below += weights[$0]
            return below > total / 2
        }
        let shift = log(marginal.median) - grid[median!]
        #expect(abs(shift) < 4 * 1.25 * (variance / size).squareRoot())
    }

    /// A rate that enters squared has two signs; fits from several starts find both.
    @Test func `knows of every minimum that the fits found`() throws {
        let problem = try Problem.decay(
            rate: "-k*k*x", from: "1",
            unknowns: [Unknown("k", truth: 0.7, guess: -0.5, bounds: -2...2)])
        let baseline = try ClassicalBaseline(
            try ProblemPreparation(problem: problem), seed: 3, replicate: 0, starts: 8)
        let posterior = Posterior(of: baseline, seed: 3, replicate: 0, evaluationLimit: 20_000)
        let marginal = posterior.marginals[0]
        #expect(abs(marginal.lower + 0.7) < 0.1 && abs(marginal.upper - 0.7) < 0.1)
    }

    @Test func `is the same on repeat`() throws {
        let problem = try Problem.decay(
            rate: "-k*x", from: "1", unknowns: [Unknown("k", truth: 0.5, guess: 2)])
        let found = try (0..<2).map { _ in try Self.posterior(of: problem).posterior }
        #expect(found[0].marginals == found[1].marginals)
        #expect(found[0].evaluations == found[1].evaluations)
        #expect(try Self.posterior(of: problem, replicate: 1).posterior != found[0])
    }

    @Test func `says where its chains have not agreed within the budget`() throws {
        let problem = try Problem.decay(
            rate: "-a*b*x", from: "1",
            unknowns: [Unknown("a", truth: 1, guess: 1), Unknown("b", truth: 0.8, guess: 1)])
        let posterior = try Self.posterior(of: problem, limit: 1500).posterior
        guard case .notConverged = posterior.outcome else {
            Issue.record("\(posterior.outcome)")
            return
        }
        #expect(posterior.outcome.text.hasPrefix("not converged: R-hat "))
        #expect(posterior.marginals.count == 2)
    }

    @Test func `needs noise, cells and a fit`() throws {
        let unknowns = [Unknown("k", truth: 0.5, guess: 2)]
        let exact = try Problem.decay(rate: "-k*x", from: "1", unknowns: unknowns, noise: 0)
        #expect(try Self.posterior(of: exact).posterior.outcome == .noNoise)
        var single = exact
        single.data = .measured(
            MeasuredData(path: "", observed: ["x"], times: [1], values: [[0.6]], fileHash: ""))
        #expect(try Self.posterior(of: single).posterior.outcome == .tooFewCells)
        var wild = try Problem.decay(
            rate: "x^2*k", from: "1", unknowns: [Unknown("k", truth: 0.1, guess: 9)])
        wild.unknowns[0].bounds = 8...10
        #expect(try Self.posterior(of: wild).posterior.outcome == .noStart)
    }
}

/// A line through points by its normal equations.
private struct Line {
    let offset: Double
    let slope: Double
    /// The sum of the squared residuals.
    let squares: Double
    /// The standard errors of offset and slope in units of the noise's deviation.
    let relativeDeviations: [Double]

    init(_ times: [Double], _ values: [Double]) {
        let count = Double(times.count)
        let mean = times.reduce(0, +) / count
        let spread = times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        slope = zip(times, values).reduce(0) { $0 + ($1.0 - mean) * $1.1 } / spread
        offset = values.reduce(0, +) / count - slope * mean
        let (offset, slope) = (offset, slope)
        squares = zip(times, values).reduce(0) {
            let residual = $1.1 - offset - slope * $1.0
            return $0 + residual * residual
        }
        relativeDeviations = [
            (1 / count + mean * mean / spread).squareRoot(), (1 / spread).squareRoot(),
        ]
    }
}
