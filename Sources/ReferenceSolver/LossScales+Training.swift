import Expressions
import ProblemModel

extension LossScales {
    /// The reference solution at the guess is looked at after each of so many equal intervals.
    static let intervals = 1000

    /// The scales of a problem with the training data of a replicate.
    ///
    /// - σ_o: the largest |training data| of the observable, limits of censored ones among them; 1
    ///   where that is 0.
    /// - σ_s: σ_o where the state is observed as itself, else the largest |u_s| at the guess; 1
    ///   where that is 0 or the equations cannot be solved at the guess.
    /// - ρ_s: the largest of |∂f_s/∂u_s| at the guess, the steepest slope |Δy|/(Δt σ_s) between
    ///   neighbouring training data of the state, and 1/(end − start).
    ///
    /// A state's own scales override σ_s and ρ_s. Neither truth nor held-out data enter.
    init(
        states: [State], window: TimeWindow, system: CompiledSystem, data: DataSet,
        guesses: [Double], guessed: ReferenceSolution?
    ) {
        let columns = data.observed.indices.map { data.trained(column: $0) }
        let observableScales = columns.map { Self.scale(of: $0.map(\.value)) }
        let couplings = system.selfCouplings(along: guessed, unknowns: guesses)
        var scales: [Double] = []
        var rates: [Double] = []
        for (index, state) in states.enumerated() {
            let column = system.columnObserving(state: index)
            let scale =
                state.scale ?? column.map { observableScales[$0] }
                ?? Self.scale(of: guessed?.states.map { $0[index] } ?? [])
            let slope =
                column.map { place in
                    Self.steepestSlope(of: columns[place].filter { !$0.isCensored }) / scale
                } ?? 0
            let slowest = 1 / (window.end - window.start)
            scales.append(scale)
            rates.append(state.rateScale ?? max(couplings[index], slope, slowest))
        }
        self.init(observables: observableScales, states: scales, rates: rates)
    }

    private static func scale(of values: [Double]) -> Double {
        let largest = values.reduce(0) { max($0, $1.magnitude) }
        return largest > 0 ? largest : 1
    }

    private static func steepestSlope(
        of cells: [(time: Double, value: Double, isCensored: Bool)]
    ) -> Double {
        zip(cells, cells.dropFirst()).reduce(0) { steepest, pair in
            let (left, right) = pair
            return max(steepest, abs((right.value - left.value) / (right.time - left.time)))
        }
    }
}

extension CompiledSystem {
    /// The first column in which a state is observed as itself.
    fileprivate func columnObserving(state: Int) -> Int? {
        let tape = observables.tape
        return (0..<observableCount).first { column in
            let instruction = tape.instructions[Int(tape.outputs[column])]
            return instruction.operation == .slot
                && Int(instruction.left) == slot(ofState: state)
        }
    }

    /// The largest finite |∂f_s/∂u_s| of each state along a solution; 0 where there is none.
    fileprivate func selfCouplings(
        along solution: ReferenceSolution?, unknowns: [Double]
    ) -> [Double] {
        var couplings = [Double](repeating: 0, count: stateCount)
        guard let solution else { return couplings }
        let diagonal = rates.derivatives.enumerated().filter { _, entry in
            entry.slot == slot(ofState: entry.function)
        }
        for (time, state) in zip(solution.times, solution.states) {
            let values = rates.tape.values(at: [time] + state + unknowns)
            for (index, entry) in diagonal {
                let size = values[rates.count + index].magnitude
                if size.isFinite {
                    couplings[entry.function] = max(couplings[entry.function], size)
                }
            }
        }
        return couplings
    }
}
