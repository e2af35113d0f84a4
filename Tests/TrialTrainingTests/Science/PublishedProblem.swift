import ClassicalFits
import Foundation
import ProblemFile
import ProblemModel
import ReferenceSolver
import SweepModel
import TestSupport
import Testing
import TrialProtocol

/// A problem of `Sweeps/problems` with its truth, prepared as a coordinator does.
struct PublishedProblem {
    private let problem: Problem
    let preparation: ProblemPreparation

    init(_ name: String) throws {
        problem = try readProblem(
            at: Project.root.appending(path: "Sweeps/problems/\(name).yaml").path
        ).problem
        preparation = try ProblemPreparation(problem: problem)
    }

    /// The unknowns in the problem's order.
    var unknownNames: [String] { problem.unknowns.map(\.name) }

    /// What the trials of a replicate train on.
    func prepared(seed: UInt64, replicate: Int) -> PreparedProblem {
        let parts = preparation.prepare(seed: seed, replicate: replicate)
        return PreparedProblem(
            window: problem.time,
            unknowns: problem.unknowns.map {
                PreparedUnknown(
                    name: $0.name, guess: $0.guess, isLogarithmic: $0.isLogarithmic)
            },
            system: parts.system, data: parts.data, scales: parts.scales)
    }

    /// How far estimates are from least squares on the data of a seed; nil without noise.
    func excess(of estimates: [Double], seed: UInt64) throws -> Double? {
        guard preparation.noiseDeviations?.contains(where: { $0 > 0 }) == true else { return nil }
        let baseline = try ClassicalBaseline(preparation, seed: seed, replicate: 0, starts: 2)
        let errors = try #require(baseline.bound?.relativeStandardErrors)
        #expect(baseline.fit.outcome.isConverged)
        return zip(zip(estimates, baseline.fit.estimates), errors).map { pair, error in
            abs(log(pair.0 / pair.1)) / error
        }.max()
    }

    /// The fold error minus one of each unknown, in the problem's order.
    func errors(_ estimates: [Double]) -> [Double] {
        zip(problem.unknowns, estimates).map { unknown, estimate in
            Recovery.error(estimate: estimate, truth: unknown.truth!)
        }
    }
}
