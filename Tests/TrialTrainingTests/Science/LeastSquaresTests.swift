import ClassicalFits
import Settings
import Testing
import TrialProtocol

/// A network against least squares with a stiff solver, on the same data.
@Suite struct LeastSquaresTests {
    /// With the equations weighted so that they hold to rounding beside the data, the loss is the
    /// least-squares one; a small network and 200 steps are enough.
    @Test(arguments: [0, 1, 2])
    func `Levenberg-Marquardt lands on the flagship's least-squares estimates`(
        replicate: UInt64
    ) throws {
        let problem = try PublishedProblem("brain4")
        let recipe = PublishedRecipe(
            name: "brain4, Levenberg-Marquardt", problem: "brain4",
            settings: [
                "layers": .integer(2), "neurons": .integer(16), "optimizer": .text("lm"),
                "weights.residual": .real(100),
            ])
        let seed = 20_260_916 + replicate
        let result = try recipe.train(on: problem, seed: seed)
        let baseline = try ClassicalBaseline(
            problem.preparation, seed: seed, replicate: 0, starts: 1)
        let errors = try #require(baseline.information?.relativeStandardErrors)
        let pairs = zip(result.end.estimates, baseline.fit.estimates)
        let distances = zip(pairs, errors).map { ($0.0 / $0.1 - 1) / $1 }
        print("brain4, Levenberg-Marquardt, seed \(seed): \(distances) standard errors")
        for distance in distances { #expect(abs(distance) < 0.25) }
    }
}
