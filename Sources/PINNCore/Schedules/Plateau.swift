/// How long a loss has not fallen below its lowest value by more than a tolerance.
public struct Plateau: Hashable, Sendable {
    /// The lowest loss that counted as a fall.
    public var lowest: Double
    /// Losses since then.
    public var waited: Int

    /// Before any loss, or where one stood.
    public init(lowest: Double = .infinity, waited: Int = 0) {
        self.lowest = lowest
        self.waited = waited
    }

    /// Takes in the next loss; it must be lower by `tolerance` times the lowest one to count.
    mutating func take(_ loss: Double, tolerance: Double) {
        let bar = lowest.isFinite ? lowest - tolerance * abs(lowest) : lowest
        if loss < bar {
            lowest = loss
            waited = 0
        } else {
            waited += 1
        }
    }
}
