import Expressions
import ProblemModel

extension Problem {
    /// The compiled equations.
    func system(observing names: [String]) throws(PreparationFault) -> CompiledSystem {
        do {
            return try compiled(observing: names)
        } catch {
            throw .problem(error)
        }
    }

    /// The solution of the compiled equations in the problem's window.
    func reference(
        of system: CompiledSystem, unknowns: [Double], at times: [Double]
    ) throws(PreparationFault) -> ReferenceSolution {
        do {
            return try system.solution(in: time, unknowns: unknowns, at: times)
        } catch {
            throw .unsolvable(error)
        }
    }
}
