import ProblemModel
public import ReferenceSolver

/// What data with independent normal noise tell of the unknowns near some values.
///
/// The information matrix is JᵀJ with J the sensitivities of all trained cells over their standard
/// deviations, by the unknowns' coordinates; its inverse bounds the covariance of every unbiased
/// estimator (Cramér 1946; Rao 1945).
public struct FisherInformation: Sendable {
    public let coordinates: [UnknownCoordinate]
    /// The values of the unknowns at which it holds.
    public let values: [Double]
    private let decomposition: SingularValues
    /// Multiplies standard errors: 1 where the noise is known.
    private let noiseScale: Double

    /// Solves the sensitivities at values of the unknowns.
    public init(of problem: WeightedProblem, at values: [Double]) throws(SolverFault) {
        self.init(
            coordinates: problem.coordinates, values: values,
            columns: try problem.linearization(at: values).columns)
    }

    /// - Parameters:
    ///   - columns: J, column by column.
    ///   - noiseScale: What the true standard deviations are in those of J's.
    init(
        coordinates: [UnknownCoordinate], values: [Double], columns: [[Double]],
        noiseScale: Double = 1
    ) {
        self.coordinates = coordinates
        self.values = values
        self.noiseScale = noiseScale
        decomposition = SingularValues(columns: columns)
    }

    /// The smallest relative standard errors that an unbiased estimator can have, an unknown each;
    /// infinite where the data say nothing.
    public var relativeStandardErrors: [Double] {
        coordinates.indices.map { index in
            let unit = coordinates.indices.map { $0 == index ? 1.0 : 0 }
            return coordinates[index].relativeError(
                standardError(of: unit), atValue: values[index])
        }
    }

    /// The covariance of the coordinates, with nothing wider than ``widest`` in any direction.
    var covariance: [[Double]] {
        var covariance = coordinates.map { _ in coordinates.map { _ in 0.0 } }
        for (value, direction) in zip(decomposition.values, decomposition.directions) {
            let error = min(noiseScale / value, Self.widest)
            for row in covariance.indices {
                for column in covariance.indices {
                    covariance[row][column] += error * error * direction[row] * direction[column]
                }
            }
        }
        return covariance
    }

    /// A standard error, of a factor of ten for a logarithm, beyond which data say nothing.
    private static let widest = 2.3

    /// The standard error of a combination of coordinates.
    func standardError(of combination: [Double]) -> Double {
        noiseScale * decomposition.variance(of: combination).squareRoot()
    }

    /// The directions among the coordinates, each of length 1, whose standard errors are above a
    /// limit.
    func directions(withErrorsAbove limit: Double) -> [[Double]] {
        zip(decomposition.values, decomposition.directions)
            .filter { value, _ in noiseScale > limit * value }.map(\.1)
    }
}

extension FisherInformation {
    /// What one replicate's data tell of the unknowns: at the truth where that and the noise are
    /// known, else at estimates, with the noise's size from their residuals where only its shape is
    /// known; nil where there are no estimates, or too few data for a size.
    public init?(
        ofReplicate replicate: Int, seed: UInt64, _ preparation: ProblemPreparation,
        estimates: [Double]?
    ) throws(SolverFault) {
        let (problem, isNoiseKnown) = WeightedProblem.ofReplicate(
            replicate, seed: seed, preparation)
        let truths = preparation.problem.unknowns.compactMap(\.truth)
        let isAtTruth = isNoiseKnown && preparation.problem.hasTruth
        guard let values = isAtTruth ? truths : estimates else { return nil }
        let fit = LeastSquaresFit(problem, start: values, iterationLimit: 0)
        if case .unsolvable(let fault) = fit.outcome { throw fault }
        guard let scale = isNoiseKnown ? 1 : fit.residualScale,
            let information = fit.information(noiseScale: scale)
        else { return nil }
        self = information
    }
}
