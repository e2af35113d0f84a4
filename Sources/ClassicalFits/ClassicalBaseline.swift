import ProblemModel
public import ReferenceSolver

/// What classical least squares makes of one replicate's data: the yardstick of its trials.
public struct ClassicalBaseline: Sendable {
    /// The best of the fits: a converged one where there is one, of these the lowest; of fits that
    /// the data cannot tell apart one within the unknowns' bounds.
    public let fit: LeastSquaresFit
    /// How many starts were tried, and how many of them converged to this minimum.
    public let starts: Int
    public let startsAtMinimum: Int
    /// The fit, then those that converged elsewhere, in the order of their starts.
    let minima: [LeastSquaresFit]
    /// At the estimates; nil where there are none.
    public let information: FisherInformation?
    /// At the truth, of noise that is known; nil where either is not: the Cramér-Rao bound.
    public let bound: FisherInformation?
    /// What was fitted, with standard deviations that are known, or only up to a factor.
    let problem: WeightedProblem
    let isNoiseKnown: Bool

    /// Fits the data of a replicate, the same bytes that its trials train on.
    ///
    /// Where the noise is only known up to a factor, that comes from the residuals.
    /// - Throws: What keeps the bound from being computed at the truth.
    public init(
        _ preparation: ProblemPreparation, seed: UInt64, replicate: Int, starts count: Int
    ) throws(SolverFault) {
        let unknowns = preparation.problem.unknowns
        let (weighted, isKnown) = WeightedProblem.ofReplicate(
            replicate, seed: seed, preparation)
        let fits = preparation.problem.fitStarts(count: count, seed: seed, replicate: replicate)
            .map { LeastSquaresFit(weighted, start: $0) }
        let best = fits.best(within: unknowns.map(\.bounds))
        fit = best
        minima = fits.minima(from: best)
        starts = fits.count
        startsAtMinimum = fits.count { $0.outcome.isConverged && $0.isAsLow(as: best) }
        if !isKnown {
            information = best.residualScale.flatMap { best.information(noiseScale: $0) }
        } else {
            information = best.information()
        }
        problem = weighted
        isNoiseKnown = isKnown
        let truths = unknowns.compactMap(\.truth)
        bound =
            isKnown && preparation.problem.hasTruth
            ? try FisherInformation(of: weighted, at: truths) : nil
    }
}

extension LeastSquaresFit {
    /// Whether the sum of squares is the other's, but for what tells nothing of the unknowns.
    fileprivate func isAsLow(as other: LeastSquaresFit) -> Bool {
        sumOfSquares <= other.sumOfSquares * (1 + 1e-6) + 1e-6
    }
}

extension LeastSquaresFit {
    /// What two converged fits of one minimum differ by at most, in a coordinate.
    private static let sameMinimum = 1e-3

    fileprivate func isAt(_ other: LeastSquaresFit) -> Bool {
        zip(coordinates, zip(estimates, other.estimates)).allSatisfy { coordinate, values in
            let distance = coordinate.coordinate(of: values.0) - coordinate.coordinate(of: values.1)
            return distance.magnitude <= Self.sameMinimum
        }
    }
}

extension [LeastSquaresFit] {
    /// The best of these fits, then those that converged to other minima, each once.
    fileprivate func minima(from best: LeastSquaresFit) -> [LeastSquaresFit] {
        reduce(into: [best]) { minima, fit in
            guard fit.outcome.isConverged, !minima.contains(where: fit.isAt) else { return }
            minima.append(fit)
        }
    }

    /// The lowest of the converged ones, else the lowest of all; where several are as low, of
    /// those within bounds.
    fileprivate func best(within bounds: [ClosedRange<Double>?]) -> LeastSquaresFit {
        let converged = filter(\.outcome.isConverged)
        let candidates = converged.isEmpty ? self : converged
        let lowest = candidates.min { $0.sumOfSquares < $1.sumOfSquares }!
        let inside = candidates.filter { fit in
            fit.isAsLow(as: lowest)
                && zip(bounds, fit.estimates).allSatisfy { $0?.contains($1) ?? true }
        }
        return inside.min { $0.sumOfSquares < $1.sumOfSquares } ?? lowest
    }
}
