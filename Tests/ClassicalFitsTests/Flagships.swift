import Expressions
import Foundation
import ProblemFile
import ProblemModel
import TestSupport

extension Problem {
    /// The brain model with the unknowns, window, times and noise of a study.
    static func brain(
        _ unknowns: [String], end: Double = 48, points: Int = 48, noise: Double = 0.01,
        observe: [String] = ["Cbb", "Cbm", "Cccsf", "Cscsf"]
    ) throws -> Problem {
        let path = Project.root.appending(path: "Sweeps/problems/brain4-hard.yaml").path
        var problem = try readProblem(at: path).problem
        for unknown in problem.unknowns where !unknowns.contains(unknown.name) {
            problem.constants.append(Constant(name: unknown.name, value: unknown.truth!))
        }
        problem.unknowns.removeAll { !unknowns.contains($0.name) }
        problem.time.end = end
        problem.data = .synthetic(
            SyntheticData(points: points, observed: observe, noiseRelativeToMax: noise))
        return problem
    }

    /// A problem of one state, observed.
    static func decay(
        rate: String, from initial: String, unknowns: [Unknown], noise: Double = 0.01
    ) throws -> Problem {
        let state = State(
            name: "x", initial: try Expression(parsing: initial), unit: nil,
            rate: try Expression(parsing: rate), scale: nil, rateScale: nil)
        return Problem(
            name: "decay", title: "", time: TimeWindow(start: 0, end: 4, unit: nil),
            constants: [], inputs: [], unknowns: unknowns, states: [state], doses: [],
            observables: [],
            data: .synthetic(
                SyntheticData(points: 20, observed: ["x"], noiseRelativeToMax: noise)),
            holdout: 0)
    }
}

extension Unknown {
    init(_ name: String, truth: Double, guess: Double, bounds: ClosedRange<Double>? = nil) {
        self.init(name: name, truth: truth, guess: guess, bounds: bounds, unit: nil)
    }
}
