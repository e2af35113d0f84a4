public import ReferenceSolver

/// How a fit ended.
public enum FitOutcome: Hashable, Sendable {
    /// The residuals are orthogonal to all that the unknowns could change.
    case convergedByGradient
    /// The last step changed no coordinate any more.
    case convergedByStep
    /// No step, however small, lowers the sum of squares.
    case noDescent
    /// The budget of iterations is spent.
    case tooManyIterations
    /// The equations cannot be solved at the start.
    case unsolvable(SolverFault)

    /// Whether the estimates are a minimum.
    public var isConverged: Bool { self == .convergedByGradient || self == .convergedByStep }

    /// The outcome as a table has it.
    public var text: String {
        switch self {
        case .convergedByGradient: "converged (gradient)"
        case .convergedByStep: "converged (step)"
        case .noDescent: "no descent"
        case .tooManyIterations: "too many iterations"
        case .unsolvable(let fault): "unsolvable: \(fault.message)"
        }
    }
}

/// The least-squares estimates of a problem's unknowns, from one start.
public struct LeastSquaresFit: Sendable {
    public let estimates: [Double]
    /// Σ ((data − model)/sd)² at the estimates; infinite where it could not be computed.
    public let sumOfSquares: Double
    /// How many cells the sum has.
    public let cellCount: Int
    public let iterations: Int
    public let outcome: FitOutcome
    /// J at the estimates, column by column.
    private let columns: [[Double]]
    let coordinates: [UnknownCoordinate]

    /// The standard deviation of the noise in units of the one assumed, from the residuals; nil
    /// where there are not more cells than unknowns, or no residuals.
    public var residualScale: Double? {
        let freedom = cellCount - estimates.count
        guard freedom > 0, sumOfSquares.isFinite else { return nil }
        return (sumOfSquares / Double(freedom)).squareRoot()
    }

    /// What the data tell of the unknowns at the estimates; nil where they could not be computed.
    ///
    /// - Parameter noiseScale: The noise's standard deviation in units of the one assumed.
    public func information(noiseScale: Double = 1) -> FisherInformation? {
        guard sumOfSquares.isFinite else { return nil }
        return FisherInformation(
            coordinates: coordinates, values: estimates, columns: columns, noiseScale: noiseScale)
    }
}

extension LeastSquaresFit {
    /// Of the residuals' angle with what the unknowns can change: an estimate is then some 1e-5
    /// standard errors from the minimum.
    private static let gradientTolerance = 1e-6
    /// Of a step's largest change of a coordinate.
    private static let stepTolerance = 1e-8
    /// The largest change of a coordinate in one step: a factor ten, for a logarithm.
    private static let longestStep = 2.3

    /// Fits the unknowns from a start by the method of Levenberg (1944) and Marquardt (1963,
    /// doi:10.1137/0111030), in the unknowns' coordinates with exact sensitivities.
    public init(_ problem: WeightedProblem, start: [Double], iterationLimit: Int = 200) {
        coordinates = problem.coordinates
        cellCount = problem.cells.count
        var search = Search(problem)
        do throws(SolverFault) {
            var point = try search.point(at: start)
            outcome = search.run(from: &point, iterationLimit: iterationLimit)
            estimates = point.values
            sumOfSquares = point.sumOfSquares
            columns = point.columns
        } catch {
            outcome = .unsolvable(error)
            estimates = start
            sumOfSquares = .infinity
            columns = []
        }
        iterations = search.iterations
    }

    /// The unknowns' values with what a step needs.
    private struct Point {
        let values: [Double]
        let residuals: [Double]
        let columns: [[Double]]
        let sumOfSquares: Double

        /// The largest cosine of the residuals with a column of J.
        var gradient: Double {
            columns.reduce(0) { largest, column in
                let length = (SingularValues.product(column, column) * sumOfSquares).squareRoot()
                guard length > 0 else { return largest }
                let cosine = SingularValues.product(column, residuals) / length
                return max(largest, cosine.magnitude)
            }
        }
    }

    private struct Search {
        let problem: WeightedProblem
        var iterations = 0

        init(_ problem: WeightedProblem) { self.problem = problem }

        func point(at values: [Double]) throws(SolverFault) -> Point {
            let (residuals, columns) = try problem.linearization(at: values)
            return Point(
                values: values, residuals: residuals, columns: columns,
                sumOfSquares: SingularValues.product(residuals, residuals))
        }

        mutating func run(from point: inout Point, iterationLimit: Int) -> FitOutcome {
            var damping = 1e-3
            while iterations < iterationLimit {
                guard point.gradient > gradientTolerance else { return .convergedByGradient }
                let decomposition = SingularValues(columns: point.columns)
                let largest = decomposition.values[0] * decomposition.values[0]
                while true {
                    iterations += 1
                    let step = shortened(
                        decomposition.solution(point.residuals, damping: damping * largest))
                    let length = step.map(\.magnitude).max() ?? 0
                    guard let next = try? self.point(at: moved(point.values, by: step)),
                        next.sumOfSquares < point.sumOfSquares
                    else {
                        // At the end the sum of squares differs by rounding alone.
                        if length < stepTolerance { return .convergedByStep }
                        damping = max(damping * 10, 1e-9)
                        guard damping < 1e12 else { return .noDescent }
                        guard iterations < iterationLimit else { return .tooManyIterations }
                        continue
                    }
                    point = next
                    damping /= 10
                    if length < stepTolerance { return .convergedByStep }
                    break
                }
            }
            return .tooManyIterations
        }

        private func shortened(_ step: [Double]) -> [Double] {
            let length = step.map(\.magnitude).max() ?? 0
            guard length > longestStep else { return step }
            return step.map { $0 * longestStep / length }
        }

        private func moved(_ values: [Double], by step: [Double]) -> [Double] {
            problem.coordinates.indices.map { index in
                let coordinate = problem.coordinates[index]
                return coordinate.value(
                    at: coordinate.coordinate(of: values[index]) + step[index])
            }
        }
    }
}
