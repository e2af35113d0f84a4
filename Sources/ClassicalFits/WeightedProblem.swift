public import ProblemModel
public import ReferenceSolver

/// A problem with a data set and the standard deviation of each column's noise: what a fit needs.
public struct WeightedProblem: Sendable {
    public let coordinates: [UnknownCoordinate]
    let preparation: ProblemPreparation
    /// The cells that are trained on: row and column.
    let cells: [(row: Int, column: Int)]
    private let data: DataSet
    private let deviations: [Double]

    /// - Parameter deviations: The noise's standard deviation of each observed column, positive.
    public init(_ preparation: ProblemPreparation, data: DataSet, deviations: [Double]) {
        precondition(deviations.count == data.observed.count && deviations.allSatisfy { $0 > 0 })
        self.preparation = preparation
        self.data = data
        self.deviations = deviations
        coordinates = preparation.problem.unknowns.map(UnknownCoordinate.init)
        var cells: [(row: Int, column: Int)] = []
        for row in data.times.indices where !data.heldOut[row] {
            for column in data.observed.indices
            where !data.values[row * data.observed.count + column].isNaN {
                cells.append((row, column))
            }
        }
        self.cells = cells
    }

    /// The residuals (data − model)/sd of all trained cells and the columns ∂model/∂θ/sd of the
    /// coordinates θ, at values of the unknowns.
    func linearization(
        at values: [Double]
    ) throws(SolverFault) -> (residuals: [Double], columns: [[Double]]) {
        let solved = try preparation.system.sensitivities(
            in: preparation.problem.time, unknowns: values, at: data.times)
        let residuals = cells.map { cell in
            let index = cell.row * data.observed.count + cell.column
            let model = solved.solution.observables[cell.row][cell.column]
            return (data.values[index] - model) / deviations[cell.column]
        }
        let columns = values.indices.map { unknown in
            let slope = coordinates[unknown].slope(atValue: values[unknown])
            return cells.map { cell in
                let derivative = solved.observables[cell.row][cell.column][unknown]
                return derivative * slope / deviations[cell.column]
            }
        }
        guard (residuals + columns.joined()).allSatisfy(\.isFinite) else {
            throw .notFinite(time: preparation.problem.time.end)
        }
        return (residuals, columns)
    }
}
