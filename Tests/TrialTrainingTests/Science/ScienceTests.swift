import Foundation
import SweepModel
import Testing
import TrialProtocol

/// Trainings to their end, against what published work and the data's own bounds allow.
@Suite struct ScienceTests {
    static let quick =
        PublishedRecipe.flagship + [PublishedRecipe.absorption, PublishedRecipe.lorenz]

    @Test(arguments: quick, [1, 2] as [UInt64])
    func `A published recipe recovers the parameters, or fails, as it should`(
        recipe: PublishedRecipe, seed: UInt64
    ) throws {
        let problem = try PublishedProblem(recipe.problem)
        let result = try recipe.train(on: problem, seed: seed)
        print("\(recipe), seed \(seed): \(percent(result.errors))")
        expectWithinBounds(recipe, problem, result)
    }
}

/// Expects every unknown's error below its bound, and the worst above the least asked for.
func expectWithinBounds(
    _ recipe: PublishedRecipe, _ problem: PublishedProblem, _ result: PublishedRecipe.Result
) {
    #expect(result.end.status == .succeeded, "\(recipe), seed \(result.seed)")
    for (unknown, error) in zip(problem.unknownNames, result.errors) {
        let bound = recipe.bounds[unknown] ?? recipe.worst
        #expect(error <= bound, "\(recipe), seed \(result.seed): \(unknown)")
    }
    if let excess = result.excess {
        #expect(excess <= recipe.largestExcess, "\(recipe), seed \(result.seed)")
    }
    let worst = result.errors.max() ?? 0
    #expect(worst >= recipe.atLeast, "\(recipe), seed \(result.seed)")
}

/// Errors in per cent with three significant digits.
func percent(_ errors: [Double]) -> String {
    errors.map { String(format: "%.3g %%", 100 * $0) }.joined(separator: ", ")
}
