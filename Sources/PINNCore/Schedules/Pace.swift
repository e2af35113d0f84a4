/// A schedule under way: the rate of each step, given the losses so far.
struct Pace {
    private let schedule: Schedule
    private(set) var memory = PaceMemory()

    /// The share of its lowest value by which a loss must fall, for ``Schedule/Shape/plateau``.
    private static let tolerance = 1e-4

    init(_ schedule: Schedule) { self.schedule = schedule }

    /// The rate of the step that follows `stepsDone` steps and leaves a point of this loss.
    mutating func rate(at stepsDone: Int, loss: Double) -> Double {
        if case .plateau(let patience, _) = schedule.shape {
            memory.plateau.take(loss, tolerance: Pace.tolerance)
            if memory.plateau.waited > patience {
                memory.reductions += 1
                memory.plateau.waited = 0
            }
        }
        return schedule.rate(at: stepsDone, reductions: memory.reductions)
    }

    mutating func remember(_ memory: PaceMemory) { self.memory = memory }
}

/// What a schedule has learnt from the losses; only that of a plateau learns anything.
public struct PaceMemory: Hashable, Sendable {
    public var plateau: Plateau
    /// How often the rate was reduced.
    public var reductions: Int

    public init(plateau: Plateau = Plateau(), reductions: Int = 0) {
        self.plateau = plateau
        self.reductions = reductions
    }
}
