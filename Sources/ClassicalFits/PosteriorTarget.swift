internal import Draws
import ProblemModel
import ReferenceSolver

/// The density that a posterior's chains draw from, by the unknowns' coordinates.
struct PosteriorTarget: Sendable {
    private let problem: WeightedProblem
    private let isNoiseKnown: Bool
    private let relativeTolerance: Double
    /// Where the prior is not 0, a coordinate each.
    let ranges: [ClosedRange<Double>]

    init(_ problem: WeightedProblem, isNoiseKnown: Bool, relativeTolerance: Double) {
        self.problem = problem
        self.isNoiseKnown = isNoiseKnown
        self.relativeTolerance = relativeTolerance
        ranges = zip(problem.coordinates, problem.preparation.problem.unknowns)
            .map { $0.priorRange(of: $1) }
    }

    /// Where a fit ended, moved within the prior, and how wide the density is there; nil where that
    /// could not be computed.
    func mode(at fit: LeastSquaresFit) -> MarkovChains.Mode? {
        let scale = isNoiseKnown ? 1 : fit.residualScale ?? 1
        guard let information = fit.information(noiseScale: scale) else { return nil }
        let center = zip(ranges, zip(problem.coordinates, fit.estimates)).map { range, unknown in
            min(max(unknown.0.coordinate(of: unknown.1), range.lowerBound), range.upperBound)
        }
        return MarkovChains.Mode(center: center, covariance: information.covariance)
    }

    /// The logarithm of the density, but for a constant; −∞ outside the prior and where the
    /// equations cannot be solved.
    func logDensity(at point: [Double]) -> Double {
        guard zip(ranges, point).allSatisfy({ $0.contains($1) }) else { return -.infinity }
        let values = zip(problem.coordinates, point).map { $0.value(at: $1) }
        guard
            let residuals = try? problem.residuals(
                at: values, relativeTolerance: relativeTolerance)
        else { return -.infinity }
        let squares = residuals.reduce(0) { $0 + $1 * $1 }
        return isNoiseKnown
            ? -squares / 2 : -Double(residuals.count) / 2 * Portable.log(squares)
    }
}

extension UnknownCoordinate {
    /// Where the prior of an unknown is not 0: within its bounds, else around its guess.
    fileprivate func priorRange(of unknown: Unknown) -> ClosedRange<Double> {
        let reach = isLogarithmic ? Portable.log(Posterior.widestFactor) : Posterior.widestFactor
        let center = coordinate(of: unknown.guess)
        let ends = [unknown.bounds?.lowerBound, unknown.bounds?.upperBound].map { bound in
            bound.map(coordinate(of:)).flatMap { $0.isFinite ? $0 : nil }
        }
        let lower = ends[0] ?? min(center, ends[1] ?? center) - reach
        return lower...(ends[1] ?? max(center, lower) + reach)
    }
}
