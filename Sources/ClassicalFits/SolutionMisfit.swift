public import ReferenceSolver

/// How far the solution of a problem's equations is from one replicate's trained data: a criterion
/// that needs no truth.
public struct SolutionMisfit: Sendable {
    private let problem: WeightedProblem
    /// Whether distances are in standard deviations of a noise that is known; else they are in
    /// units of each column's largest value.
    public let isStandardized: Bool

    public init(_ preparation: ProblemPreparation, seed: UInt64, replicate: Int) {
        (problem, isStandardized) = WeightedProblem.ofReplicate(
            replicate, seed: seed, preparation)
    }

    /// The root mean square of the weighted residuals at values of the unknowns; nil where the
    /// equations cannot be solved.
    public func rootMeanSquare(at values: [Double]) -> Double? {
        guard let residuals = try? problem.residuals(at: values, relativeTolerance: 1e-8)
        else { return nil }
        let squares = residuals.reduce(0) { $0 + $1 * $1 }
        return (squares / Double(residuals.count)).squareRoot()
    }
}
