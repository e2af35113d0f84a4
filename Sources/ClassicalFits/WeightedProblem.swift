import Draws
public import ProblemModel
public import ReferenceSolver

/// A problem with a data set and the standard deviation of each cell's noise: what a fit needs.
///
/// A value that is only known to lie below a limit has the residual −√(−2 log Φ(z)) with
/// z = (limit − model)/sd, whose square is its deviance (M3, Beal 2001), as in a trial's loss.
public struct WeightedProblem: Sendable {
    public let coordinates: [UnknownCoordinate]
    let preparation: ProblemPreparation
    /// The cells that are trained on: row and column.
    let cells: [(row: Int, column: Int)]
    private let data: DataSet
    private let deviations: [Double]

    /// - Parameter deviations: The noise's standard deviation of each observed column, positive;
    ///   those of the data set, where it has them, go before.
    public init(_ preparation: ProblemPreparation, data: DataSet, deviations: [Double]) {
        precondition(deviations.count == data.observed.count && deviations.allSatisfy { $0 > 0 })
        self.preparation = preparation
        self.data = data
        self.deviations =
            data.deviations.isEmpty
            ? data.values.indices.map { deviations[$0 % deviations.count] } : data.deviations
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

    /// One replicate's data, the same bytes that its trials train on.
    ///
    /// The noise of a cell is normal with the standard deviation of the problem's error model;
    /// without one, that of a column is the known one where the data are synthetic, else
    /// proportional to the column's σ_o, with a factor that is not known.
    static func ofReplicate(
        _ replicate: Int, seed: UInt64, _ preparation: ProblemPreparation
    ) -> (problem: WeightedProblem, isNoiseKnown: Bool) {
        let prepared = preparation.prepare(seed: seed, replicate: replicate)
        let known = preparation.noiseDeviations
        let problem = WeightedProblem(
            preparation, data: prepared.data, deviations: known ?? prepared.scales.observables)
        return (problem, known != nil || preparation.problem.errors != nil)
    }

    /// The residuals (data − model)/sd of all trained cells and the columns −∂residual/∂θ of the
    /// coordinates θ, at values of the unknowns.
    func linearization(
        at values: [Double]
    ) throws(SolverFault) -> (residuals: [Double], columns: [[Double]]) {
        let solved = try preparation.system.sensitivities(
            in: preparation.problem.time, unknowns: values, at: data.times)
        let misfits = cells.map { cell in
            misfit(cell, model: solved.solution.observables[cell.row][cell.column])
        }
        let residuals = misfits.map(\.residual)
        let columns = values.indices.map { unknown in
            let slope = coordinates[unknown].slope(atValue: values[unknown])
            return zip(cells, misfits).map { cell, misfit in
                let derivative = solved.observables[cell.row][cell.column][unknown]
                return derivative * slope / misfit.deviation
            }
        }
        guard (residuals + columns.joined()).allSatisfy(\.isFinite) else {
            throw .notFinite(time: preparation.problem.time.end)
        }
        return (residuals, columns)
    }

    /// The residuals alone, for a fraction of the work.
    func residuals(
        at values: [Double], relativeTolerance: Double
    ) throws(SolverFault) -> [Double] {
        let solved = try preparation.system.solution(
            in: preparation.problem.time, unknowns: values, at: data.times,
            relativeTolerance: relativeTolerance)
        let residuals = cells.map { cell in
            misfit(cell, model: solved.observables[cell.row][cell.column]).residual
        }
        guard residuals.allSatisfy(\.isFinite) else {
            throw .notFinite(time: preparation.problem.time.end)
        }
        return residuals
    }

    /// The residual of a cell, and by what a change of the model is divided to be its change.
    private func misfit(
        _ cell: (row: Int, column: Int), model: Double
    ) -> (residual: Double, deviation: Double) {
        let index = cell.row * data.observed.count + cell.column
        let difference = (data.values[index] - model) / deviations[index]
        guard !data.isCensored.isEmpty, data.isCensored[index] else {
            return (difference, deviations[index])
        }
        let deviance = Portable.rootDeviance(below: difference)
        return (-deviance.value, deviations[index] / -deviance.slope)
    }
}
