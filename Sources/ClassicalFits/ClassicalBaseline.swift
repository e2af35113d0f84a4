import ProblemModel
public import ReferenceSolver

/// What classical least squares makes of one replicate's data: the yardstick of its trials.
public struct ClassicalBaseline: Sendable {
    /// The best of the fits: a converged one where there is one, of these the lowest.
    public let fit: LeastSquaresFit
    /// How many starts were tried, and how many of them converged to this minimum.
    public let starts: Int
    public let startsAtMinimum: Int
    /// At the estimates; nil where there are none.
    public let information: FisherInformation?
    /// At the truth, of noise that is known; nil where either is not: the Cramér-Rao bound.
    public let bound: FisherInformation?

    /// Fits the data of a replicate, the same bytes that its trials train on.
    ///
    /// The noise of a cell is normal with the standard deviation of the problem's error model;
    /// without one, that of a column is the known one where the data are synthetic, else
    /// proportional to the column's σ_o, with a factor from the residuals.
    /// - Throws: What keeps the bound from being computed at the truth.
    public init(
        _ preparation: ProblemPreparation, seed: UInt64, replicate: Int, starts count: Int
    ) throws(SolverFault) {
        let problem = preparation.problem
        let prepared = preparation.prepare(seed: seed, replicate: replicate)
        let known = preparation.noiseDeviations
        let weighted = WeightedProblem(
            preparation, data: prepared.data, deviations: known ?? prepared.scales.observables)
        let fits = problem.fitStarts(count: count, seed: seed, replicate: replicate)
            .map { LeastSquaresFit(weighted, start: $0) }
        let best = fits.best
        fit = best
        starts = fits.count
        startsAtMinimum = fits.count { $0.outcome.isConverged && $0.isAsLow(as: best) }
        let isKnown = known != nil || problem.errors != nil
        if !isKnown {
            information = best.residualScale.flatMap { best.information(noiseScale: $0) }
        } else {
            information = best.information()
        }
        let truths = problem.unknowns.compactMap(\.truth)
        bound =
            isKnown && problem.hasTruth
            ? try FisherInformation(of: weighted, at: truths) : nil
    }
}

extension LeastSquaresFit {
    /// Whether the sum of squares is the other's, but for what tells nothing of the unknowns.
    fileprivate func isAsLow(as other: LeastSquaresFit) -> Bool {
        sumOfSquares <= other.sumOfSquares * (1 + 1e-6) + 1e-6
    }
}

extension [LeastSquaresFit] {
    /// The lowest of the converged ones, else the lowest of all.
    fileprivate var best: LeastSquaresFit {
        let converged = filter(\.outcome.isConverged)
        return (converged.isEmpty ? self : converged).min { $0.sumOfSquares < $1.sumOfSquares }!
    }
}
