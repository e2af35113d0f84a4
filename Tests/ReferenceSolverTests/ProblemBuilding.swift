import Expressions
import Foundation
import ProblemFile
import ProblemModel
import ReferenceSolver
import TestSupport

extension Problem {
    /// A problem of a few lines; data are never read from it.
    static func of(
        _ states: [State], end: Double, start: Double = 0, inputs: [Input] = [],
        unknowns: [Unknown] = [], doses: [Dose] = [], observables: [Observable] = [],
        data: SyntheticData = SyntheticData(points: 1, observed: [], noiseRelativeToMax: 0),
        holdout: Double = 0
    ) -> Problem {
        Problem(
            name: "test", title: "", time: TimeWindow(start: start, end: end, unit: nil),
            constants: [], inputs: inputs, unknowns: unknowns, states: states, doses: doses,
            observables: observables, data: .synthetic(data), holdout: holdout)
    }

    /// The solution with every state observed.
    func solution(unknowns: [Double] = [], at times: [Double]) throws -> ReferenceSolution {
        try compiled(observing: states.map(\.name))
            .solution(in: time, unknowns: unknowns, at: times)
    }
}

extension State {
    init(_ name: String, from initial: String = "0", rate: String) throws {
        self.init(
            name: name, initial: try Expression(parsing: initial), unit: nil,
            rate: try Expression(parsing: rate), scale: nil, rateScale: nil)
    }
}

extension Unknown {
    init(_ name: String, truth: Double? = nil, guess: Double) {
        self.init(name: name, truth: truth, guess: guess, bounds: nil, unit: nil)
    }
}

extension Dose {
    init(
        into state: String, amount: String, duration: Double? = nil, start: Double = 0,
        every: Double? = nil, count: Int = 1, per: String? = nil
    ) throws {
        self.init(
            into: state, amount: try Expression(parsing: amount), duration: duration, start: start,
            every: every, count: count, per: try per.map { try Expression(parsing: $0) })
    }
}

extension Problem {
    /// A problem of `Sweeps/problems`.
    static func shipped(_ name: String) throws -> Problem {
        let path = Project.root.appending(path: "Sweeps/problems/\(name).yaml").path
        return try readProblem(at: path).problem
    }
}
