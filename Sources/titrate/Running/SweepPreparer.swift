import Coordinator
import ProblemModel
import ReferenceSolver
import SweepModel
import TrialProtocol

/// Makes trials' specifications: reference, data and compiled equations once a replicate.
final class SweepPreparer: Preparer {
    let unknownNames: [String]
    private let preparation: ProblemPreparation
    private let problem: Problem
    private let seed: UInt64
    private var prepared: [Int: SerializedProblem] = [:]

    init(problem: Problem, seed: UInt64) throws {
        self.problem = problem
        self.seed = seed
        preparation = try ProblemPreparation(problem: problem)
        unknownNames = problem.unknowns.map(\.name)
    }

    func specification(of trial: PlannedTrial) throws -> [UInt8] {
        let serialized = problem(ofReplicate: trial.replicate)
        return TrialSpecification.file(
            trial: trial.id, settings: trial.configuration.settings, seed: seed,
            replicate: trial.replicate, problem: serialized)
    }

    private func problem(ofReplicate replicate: Int) -> SerializedProblem {
        if let known = prepared[replicate] { return known }
        let made = preparation.prepare(seed: seed, replicate: replicate)
        let problem = PreparedProblem(
            window: problem.time,
            unknowns: problem.unknowns.map {
                PreparedUnknown(
                    name: $0.name, guess: $0.guess, isLogarithmic: $0.isLogarithmic,
                    bounds: $0.bounds)
            },
            system: made.system, data: made.data, scales: made.scales)
        let serialized = SerializedProblem(problem)
        prepared[replicate] = serialized
        return serialized
    }
}
