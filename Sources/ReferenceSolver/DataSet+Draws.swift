import Draws
import ProblemModel

extension DataSet {
    /// Measured data, with no row held out.
    init(_ measured: MeasuredData) {
        self.init(
            observed: measured.observed, times: measured.times,
            values: measured.values.flatMap { row in row.map { $0 ?? .nan } },
            heldOut: measured.times.map { _ in false })
        if !measured.censored.isEmpty {
            isCensored = values.indices.map { cell in
                let place = TableCell(
                    row: cell / observed.count, column: cell % observed.count)
                return measured.censored.contains(place)
            }
        }
    }

    /// Censors what is below the columns' limits, as a laboratory does: of such a value only that
    /// is known. Then gives every cell the standard deviation of its error.
    mutating func apply(_ errors: MeasurementErrors) {
        for cell in values.indices {
            guard let limit = errors.limits[cell % observed.count], values[cell] < limit,
                isCensored.isEmpty || !isCensored[cell]
            else { continue }
            if isCensored.isEmpty { isCensored = values.map { _ in false } }
            values[cell] = limit
            isCensored[cell] = true
        }
        deviations = values.indices.map { cell in
            errors.models[cell % observed.count].deviation(of: values[cell])
        }
    }

    /// Adds independent normal noise: one draw a cell, row by row.
    mutating func add(_ noise: SyntheticData.Noise, seed: UInt64, replicate: Int) {
        let deviations = deviations(of: noise)
        var stream = DrawStream(seed: seed, replicate: UInt64(replicate), purpose: .data)
        for cell in values.indices { values[cell] += deviations[cell] * stream.normal() }
    }

    /// The standard deviation of the noise in every cell, of values without noise.
    func deviations(of noise: SyntheticData.Noise) -> [Double] {
        switch noise {
        case .relativeToMax(let fraction):
            let columns = observed.indices.map { column in
                fraction * self.column(column).reduce(0) { max($0, $1.magnitude) }
            }
            return values.indices.map { columns[$0 % observed.count] }
        case .models(let models):
            return values.indices.map { models[$0 % observed.count].deviation(of: values[$0]) }
        }
    }

    /// Holds out a fraction of the rows, rounded: at least one where the fraction is not 0, and
    /// never all.
    mutating func holdOut(fraction: Double, seed: UInt64, replicate: Int) {
        let wanted = Int((fraction * Double(times.count)).rounded())
        let count = min(max(wanted, fraction > 0 ? 1 : 0), times.count - 1)
        var stream = DrawStream(seed: seed, replicate: UInt64(replicate), purpose: .holdout)
        for row in stream.permutation(count: times.count).prefix(count) { heldOut[row] = true }
    }

    /// The values of a column, row by row.
    private func column(_ column: Int) -> [Double] {
        times.indices.map { values[$0 * observed.count + column] }
    }

    /// The measured values of a column that are trained on, with their times; of censored ones the
    /// limit.
    func trained(column: Int) -> [(time: Double, value: Double, isCensored: Bool)] {
        zip(times, self.column(column)).enumerated()
            .filter { row, cell in !heldOut[row] && !cell.1.isNaN }
            .map { row, cell in
                let place = row * observed.count + column
                return (cell.0, cell.1, !isCensored.isEmpty && isCensored[place])
            }
    }
}
