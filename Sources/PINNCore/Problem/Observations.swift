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

    /// Data of one experiment; ``InverseProblem`` checks that they fit.
    public init(times: [Double], values: [Double], scales: [Double], heldOut: [Bool]) {
        self.times = times
        self.values = values
        self.scales = scales
        self.heldOut = heldOut
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
