/// The data of a problem: rows of times with a cell for every observable.
public struct Observations: Hashable, Sendable {
    /// T times.
    public let times: [Double]
    /// T × O values, row by row; NaN where a cell was not observed.
    public let values: [Double]
    /// σ_o: the scale of every observable's misfit, positive.
    public let scales: [Double]
    /// For each row whether it is kept out of training.
    public let heldOut: [Bool]
    /// The standard deviation of every cell's error; none where no error model is given.
    public let deviations: [Double]
    /// For every cell whether its value is a limit that the measurement was below; none where no
    /// such cell is.
    public let isCensored: [Bool]

    /// Data of one experiment; ``InverseProblem`` checks that they fit.
    public init(
        times: [Double], values: [Double], scales: [Double], heldOut: [Bool],
        deviations: [Double] = [], isCensored: [Bool] = []
    ) {
        self.times = times
        self.values = values
        self.scales = scales
        self.heldOut = heldOut
        self.deviations = deviations
        self.isCensored = isCensored
    }

    /// The value of one cell, NaN where it was not observed.
    public func value(row: Int, observable: Int) -> Double {
        values[row * scales.count + observable]
    }

    /// The rows that are held out, or those that are not.
    func rows(heldOut wanted: Bool) -> [Int] {
        times.indices.filter { heldOut[$0] == wanted }
    }
}

extension Observations {
    /// What weights the cells: for each by what its misfit is divided.
    ///
    /// Without an error model that is σ_o; with one the cell's deviation, times one factor κ⁻¹ for
    /// all, by which the mean of the squared weights over the trained cells stays what it is without
    /// one: an error model weights the cells against each other, and not the data against the
    /// residual. (κ · misfit/deviation is what the loss squares.)
    var misfitScales: (cells: [Double], factor: Double) {
        let columns = scales.count
        let plain = values.indices.map { scales[$0 % columns] }
        guard !deviations.isEmpty else { return (plain, 1) }
        let trained = values.indices.filter { !values[$0].isNaN && !heldOut[$0 / columns] }
        func sum(_ divisors: [Double]) -> Double {
            trained.reduce(0) { $0 + 1 / (divisors[$1] * divisors[$1]) }
        }
        let factor = trained.isEmpty ? 1 : (sum(plain) / sum(deviations)).squareRoot()
        return (deviations.map { $0 / factor }, factor)
    }
}
