internal import Draws

/// How drawing from a posterior ended.
public enum PosteriorOutcome: Hashable, Sendable {
    /// The chains agree, and have drawn enough.
    case converged
    /// The budget of solutions is spent; the worst R̂ and effective sample size of an unknown.
    case notConverged(rHat: Double, effectiveSampleSize: Double)
    /// Least squares found no estimate that chains could start from.
    case noStart
    /// The data fit to the solver's digits: there is no noise, of which a likelihood could speak.
    case noNoise
    /// Unknown noise needs more cells than unknowns.
    case tooFewCells

    /// The outcome as a table has it.
    public var text: String {
        switch self {
        case .converged: "converged"
        case .notConverged(let rHat, let size):
            "not converged: R-hat \(rounded(rHat, 1000)), effective sample size"
                + " \(rounded(size, 1))"
        case .noStart: "not drawn: least squares found no estimate"
        case .noNoise: "not drawn: the data have no noise"
        case .tooFewCells: "not drawn: unknown noise needs more cells than unknowns"
        }
    }

    private func rounded(_ value: Double, _ unit: Double) -> String {
        guard value.isFinite else { return "unknown" }
        let text = "\((value * unit).rounded() / unit)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// What a posterior says of one unknown.
public struct PosteriorMarginal: Hashable, Sendable {
    public let median: Double
    /// The ends of the central 95 %.
    public let lower: Double
    public let upper: Double
    /// The standard deviation of the unknown's coordinate, relative to the median: what a relative
    /// standard error is to a fit.
    public let relativeStandardDeviation: Double
    public let diagnostics: ChainDiagnostics
}

/// The Bayesian posterior of a problem's unknowns given one replicate's data, by Markov chains.
///
/// The likelihood is that of least squares: independent normal noise of the same standard
/// deviations, with the probability of being below its limit for a censored cell. Where the noise
/// is only known up to a factor, that has Jeffreys' prior and is integrated out, which leaves
/// (Σ r²)^(−n/2) for n cells. The prior of the unknowns is flat in their coordinates (the logarithm
/// of those that are positive) within their bounds; a side without a usable bound ends
/// ``widestFactor`` times from the guess, or as many units, so that the posterior is proper.
public struct Posterior: Hashable, Sendable {
    /// In the problem's order; none where nothing was drawn.
    public let marginals: [PosteriorMarginal]
    public let outcome: PosteriorOutcome
    public let chains: Int
    /// Kept draws of all chains together.
    public let draws: Int
    /// How often the equations were solved.
    public let evaluations: Int

    /// How far an unknown without bounds may be from its guess.
    public static let widestFactor = 1e6
    /// Of solutions: far below the noise of any data.
    private static let relativeTolerance = 1e-8
    /// Of the residuals in units of a column's largest value, below which there is no noise.
    private static let smallestNoise = 1e-6

    /// Draws until the chains agree or the equations have been solved often enough.
    ///
    /// The chains start around all minima that the least-squares fits found, spread out. The draws
    /// are those of the seed and replicate, so that the same data give the same posterior.
    /// - Parameter evaluationLimit: Of solutions, or little more.
    public init(
        of baseline: ClassicalBaseline, seed: UInt64, replicate: Int, evaluationLimit: Int
    ) {
        let problem = baseline.problem
        let target = PosteriorTarget(
            problem, isNoiseKnown: baseline.isNoiseKnown,
            relativeTolerance: Self.relativeTolerance)
        guard baseline.fit.information() != nil else {
            self.init(.noStart)
            return
        }
        if !baseline.isNoiseKnown {
            guard problem.cells.count > problem.coordinates.count else {
                self.init(.tooFewCells)
                return
            }
            guard baseline.fit.residualScale.map({ $0 > Self.smallestNoise }) == true else {
                self.init(.noNoise)
                return
            }
        }
        let chains = MarkovChains(
            modes: baseline.minima.compactMap { target.mode(at: $0) },
            goal: MarkovChains.Goal(evaluationLimit: evaluationLimit),
            streams: { chain in
                DrawStream(
                    seed: seed, replicate: UInt64(replicate), purpose: .posterior,
                    occasion: UInt64(chain))
            }, logDensity: target.logDensity)
        self.init(chains, problem.coordinates)
    }

    private init(_ outcome: PosteriorOutcome) {
        self.outcome = outcome
        marginals = []
        chains = 0
        draws = 0
        evaluations = 0
    }

    private init(_ drawn: MarkovChains, _ coordinates: [UnknownCoordinate]) {
        marginals = zip(coordinates.indices, drawn.diagnostics).map { index, diagnostics in
            PosteriorMarginal(drawn.sorted(index), coordinates[index], diagnostics)
        }
        chains = drawn.draws.count
        draws = drawn.draws.reduce(0) { $0 + $1.count }
        evaluations = drawn.evaluations
        let rHats = drawn.diagnostics.map(\.rHat)
        let sizes = drawn.diagnostics.map { min($0.bulkSize, $0.tailSize) }
        outcome =
            drawn.hasConverged
            ? .converged
            : .notConverged(
                rHat: rHats.contains(where: \.isNaN) ? .nan : rHats.max() ?? .nan,
                effectiveSampleSize: sizes.contains(where: \.isNaN) ? .nan : sizes.min() ?? .nan)
    }
}

extension PosteriorMarginal {
    /// - Parameter draws: Of the coordinate, sorted.
    fileprivate init(
        _ draws: [Double], _ coordinate: UnknownCoordinate, _ diagnostics: ChainDiagnostics
    ) {
        let middle = coordinate.value(at: draws.quantile(0.5))
        median = middle
        lower = coordinate.value(at: draws.quantile(0.025))
        upper = coordinate.value(at: draws.quantile(0.975))
        let mean = draws.reduce(0, +) / Double(draws.count)
        let squares = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        relativeStandardDeviation = coordinate.relativeError(
            (squares / Double(draws.count - 1)).squareRoot(), atValue: middle)
        self.diagnostics = diagnostics
    }
}
