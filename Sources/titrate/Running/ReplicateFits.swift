import ClassicalFits
import Glibc
import ProblemModel
import ReferenceSolver
import SweepModel

/// What classical methods make of one replicate's data.
struct ReplicateFits {
    let leastSquares: BaselineRecord
    /// Nil where it was not asked for.
    let posterior: PosteriorRecord?

    /// One line for whoever waits.
    var summary: String {
        let methods = [
            ("least squares", leastSquares.outcome, leastSquares.cpuSeconds),
            posterior.map { ("posterior", $0.outcome, $0.cpuSeconds) },
        ]
        let parts = methods.compactMap { $0 }.map { name, outcome, seconds in
            "\(name) \(outcome) in \((seconds * 100).rounded() / 100) s"
        }
        return "replicate \(leastSquares.replicate): " + parts.joined(separator: "; ")
    }
}

/// Fits a problem's data sets by classical methods, and tells what each cost.
struct ClassicalMethods {
    let preparation: ProblemPreparation
    let seed: UInt64
    /// Of a least-squares fit, the guess included.
    let starts: Int
    /// Of a posterior's solutions of the equations; nil for no posterior.
    let evaluationLimit: Int?

    func fits(
        replicate: Int, needsPosterior: Bool
    ) throws -> (fits: ReplicateFits, baseline: ClassicalBaseline) {
        let begin = Self.cpuSeconds
        let baseline = try leastSquares(replicate: replicate)
        let middle = Self.cpuSeconds
        let problem = preparation.problem
        let record = BaselineRecord(
            baseline, of: problem, replicate: replicate, cpuSeconds: middle - begin)
        guard let evaluationLimit, needsPosterior else {
            return (ReplicateFits(leastSquares: record, posterior: nil), baseline)
        }
        let posterior = Posterior(
            of: baseline, seed: seed, replicate: replicate, evaluationLimit: evaluationLimit)
        let drawn = PosteriorRecord(
            posterior, of: problem, replicate: replicate, cpuSeconds: Self.cpuSeconds - middle)
        return (ReplicateFits(leastSquares: record, posterior: drawn), baseline)
    }

    func leastSquares(replicate: Int) throws -> ClassicalBaseline {
        do throws(SolverFault) {
            return try ClassicalBaseline(
                preparation, seed: seed, replicate: replicate, starts: starts)
        } catch {
            throw PreparationFault.unsolvable(error)
        }
    }

    /// The CPU time of this process so far.
    private static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

extension BaselineRecord {
    /// The fit as the store keeps it.
    fileprivate init(
        _ baseline: ClassicalBaseline, of problem: Problem, replicate: Int, cpuSeconds: Double
    ) {
        let errors = baseline.information?.relativeStandardErrors
        let bounds = baseline.bound?.relativeStandardErrors
        self.init(
            replicate: replicate, outcome: baseline.fit.outcome.text, starts: baseline.starts,
            startsAtMinimum: baseline.startsAtMinimum, iterations: baseline.fit.iterations,
            cpuSeconds: cpuSeconds,
            unknowns: problem.unknowns.enumerated().map { index, unknown in
                BaselineEstimate(
                    parameter: unknown.name,
                    estimate: errors == nil ? nil : baseline.fit.estimates[index],
                    standardError: errors?[index], bound: bounds?[index])
            })
    }
}

extension PosteriorRecord {
    /// The posterior as the store keeps it.
    fileprivate init(
        _ posterior: Posterior, of problem: Problem, replicate: Int, cpuSeconds: Double
    ) {
        let marginals = posterior.marginals
        self.init(
            replicate: replicate, outcome: posterior.outcome.text, chains: posterior.chains,
            draws: posterior.draws, evaluations: posterior.evaluations, cpuSeconds: cpuSeconds,
            unknowns: problem.unknowns.enumerated().map { index, unknown in
                guard !marginals.isEmpty else { return PosteriorEstimate(parameter: unknown.name) }
                let marginal = marginals[index]
                return PosteriorEstimate(
                    parameter: unknown.name, median: marginal.median,
                    standardDeviation: marginal.relativeStandardDeviation,
                    lower: marginal.lower, upper: marginal.upper,
                    effectiveSampleSize: marginal.diagnostics.bulkSize,
                    tailEffectiveSampleSize: marginal.diagnostics.tailSize,
                    rHat: marginal.diagnostics.rHat)
            })
    }
}
