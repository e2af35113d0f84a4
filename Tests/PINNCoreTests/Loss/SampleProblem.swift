import Expressions
import PINNCore

/// An inverse problem in text, for tests.
struct SampleProblem {
    var states: [(initial: String, rate: String)]
    var jumps: [String: String] = [:]
    var unknowns: [(name: String, coordinate: UnknownCoordinate)]
    var observables: [String] = []
    var start = 0.0
    var end = 4.0
    var stateScales: [Double]
    var rateScales: [Double]
    var times: [Double]
    /// A missing cell for every `missingEvery` cells; 0 for none.
    var missingEvery = 0
    var heldOutRows: Set<Int> = []
    /// sd² = additive² + (proportional · value)², where there is an error model.
    var errors: (additive: Double, proportional: Double)?
    /// Rows whose values are limits that were not reached.
    var censoredRows: Set<Int> = []

    /// States are called u0, u1, …; by default they are the observables.
    func compiled() throws -> InverseProblem {
        var graph = ExpressionGraph()
        var names = ["t": graph.variable(slot: 0)]
        for index in states.indices { names["u\(index)"] = graph.variable(slot: 1 + index) }
        for (index, unknown) in unknowns.enumerated() {
            names[unknown.name] = graph.variable(slot: 1 + states.count + index)
        }
        func node(_ text: String) throws -> NodeID {
            try graph.insert(Expression(parsing: text), names: names)
        }
        let texts = observables.isEmpty ? states.indices.map { "u\($0)" } : observables
        let rates = try states.map { try node($0.rate) }
        let observed = try texts.map(node)
        let initial = try states.map { try node($0.initial) }
        let jumpNodes = try states.indices.map { try node(jumps["u\($0)"] ?? "0") }
        let system = CompiledSystem(
            graph: &graph, stateCount: states.count, unknownCount: unknowns.count, rates: rates,
            observables: observed, initialValues: initial, jumps: jumpNodes)
        return try InverseProblem(
            system: system, start: start, end: end, unknowns: unknowns.map(\.coordinate),
            stateScales: stateScales, rateScales: rateScales,
            observations: observations(observableCount: texts.count))
    }

    private func observations(observableCount: Int) -> Observations {
        var values: [Double] = []
        for (row, time) in times.enumerated() {
            for observable in 0..<observableCount {
                let cell = row * observableCount + observable
                let isMissing = missingEvery > 0 && cell % missingEvery == missingEvery - 1
                let value = 0.5 + 0.3 * Double(observable) - 0.1 * time
                values.append(isMissing ? .nan : value)
            }
        }
        let deviations = errors.map { errors in
            values.map {
                let share = errors.proportional * $0
                return (errors.additive * errors.additive + share * share).squareRoot()
            }
        }
        return Observations(
            times: times, values: values,
            scales: (0..<observableCount).map { 0.8 + 0.35 * Double($0) },
            heldOut: times.indices.map(heldOutRows.contains), deviations: deviations ?? [],
            isCensored: censoredRows.isEmpty
                ? [] : values.indices.map { censoredRows.contains($0 / observableCount) })
    }
}

extension SampleProblem {
    /// One state that decays.
    static let decay = SampleProblem(
        states: [("2", "-k*u0")],
        unknowns: [("k", UnknownCoordinate(guess: 0.7, isLogarithmic: true))],
        stateScales: [1.7], rateScales: [0.9], times: [0.5, 1, 2.25, 3.5])

    /// Three states, nonlinear, with an input that depends on an unknown, a jump of unknown size, an
    /// unknown initial value, a linear unknown, derived observables, missing and held-out cells.
    static let rich = SampleProblem(
        states: [
            ("0", "1.5*exp(-ke*t)*exp(-t) - k12*u0 + 0.2*u1"),
            ("base*base + 0.25", "k12*u0 - 0.2*u1 - u1/(0.6 + u1^2)*shift"),
            ("0.1", "0.3*u1 - sin(u2)*tanh(u0) + max(u2, 0.2)*step(t - 1)"),
        ],
        jumps: ["u1": "dose*step(t - 1.3) + 0.5*step(t - 3)", "u2": "0.25*step(t - 2)"],
        unknowns: [
            ("ke", UnknownCoordinate(guess: 0.4, isLogarithmic: true)),
            ("k12", UnknownCoordinate(guess: 1.3, isLogarithmic: true)),
            ("base", UnknownCoordinate(guess: 0.6, isLogarithmic: false)),
            ("shift", UnknownCoordinate(guess: -3, isLogarithmic: false)),
            ("dose", UnknownCoordinate(guess: 0.8, isLogarithmic: true)),
        ],
        observables: ["u0", "0.5*u1 + u2*u2", "exp(-k12*t)*u1 + base"],
        start: 0.25, end: 4.25,
        stateScales: [1.2, 0.7, 2.1], rateScales: [0.8, 1.6, 0.4],
        times: [0.25, 0.6, 1, 1.3, 1.7, 2, 2.5, 3, 3.1, 3.6, 4, 4.25],
        missingEvery: 5, heldOutRows: [2, 7])

    /// A chain of states of any length.
    static func chain(states count: Int) -> SampleProblem {
        let rates = (0..<count).map { index in
            index == 0 ? "cos(t) - k*u0" : "k*u\(index - 1) - 0.4*u\(index)*u\(index)"
        }
        return SampleProblem(
            states: rates.map { ("0.1", $0) },
            unknowns: [("k", UnknownCoordinate(guess: 0.9, isLogarithmic: true))],
            stateScales: (0..<count).map { 1 + 0.2 * Double($0) },
            rateScales: (0..<count).map { 0.7 + 0.1 * Double($0) },
            times: [1, 2, 3])
    }
}
