import ClassicalFits
import Foundation
import ProblemModel
import ReferenceSolver
import Testing

@Suite("The Cramér-Rao bound")
struct BoundTests {
    /// 200 data sets that differ in their noise alone.
    @Test func `is how much least squares scatters`() throws {
        let problem = try Problem.brain(["PSB", "CLeff"], end: 24, points: 25, noise: 0.01)
        let preparation = try ProblemPreparation(problem: problem)
        let truths = problem.unknowns.compactMap(\.truth)
        let fits = try (0..<200).map {
            try ClassicalBaseline(preparation, seed: 11, replicate: $0, starts: 1)
        }
        #expect(!fits.contains { !$0.fit.outcome.isConverged })
        let bounds = try #require(fits[0].bound?.relativeStandardErrors)
        for index in truths.indices {
            let errors = fits.map { log($0.fit.estimates[index] / truths[index]) / bounds[index] }
            let mean = errors.reduce(0, +) / 200
            let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            // A mean of 200 scatters by 1/√200, a standard deviation by 1/√400, 3.3 of which are
            // exceeded once in a thousand; log estimates of 6 % are a little skewed.
            #expect(abs(mean) < 3.3 / 200.0.squareRoot() + 0.05, "\(mean)")
            let ratio = (squares / 199).squareRoot()
            #expect(abs(ratio - 1) < 3.3 / 400.0.squareRoot() + 0.01, "\(ratio)")
        }
        // A sum of squares of 100 cells less 2 unknowns: χ² with mean 98 and variance 196.
        let mean = fits.reduce(0) { $0 + $1.fit.sumOfSquares } / 200
        #expect(abs(mean - 98) < 3.3 * (196 / 200.0).squareRoot())
    }
}
