import ClassicalFits
import ProblemModel
import ReferenceSolver
import SweepModel
import SweepReport
import SweepStore

/// How far the equations' solutions at the estimates of a sweep's trials are from their data.
struct SolutionMisfits {
    /// Trials beyond which there are none: a solution takes about a millisecond.
    private static let limit = 5_000

    /// Of the trials that succeeded; infinite where the equations cannot be solved.
    private(set) var byTrial: [TrialID: Double] = [:]

    init(of report: Report, from store: SweepStore) throws {
        let trials = report.configurations.lazy.flatMap(\.trials).filter {
            $0.status == .succeeded
        }
        guard let first = trials.first, trials.count <= Self.limit else { return }
        let detail = try store.trialDetail(prefix: first.id.text)
        let problem = try RepeatableTrial(detail, from: store).problem
        let preparation = try ProblemPreparation(problem: problem)
        for (replicate, trials) in Dictionary(grouping: trials, by: \.replicate) {
            let misfit = SolutionMisfit(
                preparation, seed: report.sweep.seed, replicate: replicate)
            for trial in trials {
                let estimates = problem.unknowns.compactMap { unknown in
                    trial.estimate(of: unknown.name)
                }
                guard estimates.count == problem.unknowns.count else { continue }
                byTrial[trial.id] = misfit.rootMeanSquare(at: estimates) ?? .infinity
            }
        }
    }
}
