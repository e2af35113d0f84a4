public import ProblemModel

/// A reference solution as a table.
public struct Simulation: Hashable, Sendable {
    /// `time`, the states in file order, then the other observables.
    public let columns: [String]
    /// The start, then the ends of equal steps.
    public let rows: [[Double]]
    /// Whether the unknowns have their true values; else they have those of the guess.
    public let isAtTruth: Bool

    /// Solves a problem at the truth, or at the guess where the truth of an unknown is missing.
    ///
    /// - Parameter steps: How many equal steps the window is divided into, at least 1.
    public init(of problem: Problem, steps: Int) throws(PreparationFault) {
        precondition(steps >= 1, "a window has at least one step")
        isAtTruth = problem.hasTruth
        let unknowns = problem.unknowns.map { problem.hasTruth ? $0.truth! : $0.guess }
        let names = problem.observableNames
        columns = ["time"] + names
        let solution = try problem.reference(
            of: problem.system(observing: names), unknowns: unknowns,
            at: [problem.time.start] + problem.time.times(steps))
        rows = zip(solution.times, solution.observables).map { [$0] + $1 }
    }
}
