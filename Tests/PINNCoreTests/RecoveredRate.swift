import Expressions
import PINNCore
import Settings

/// The rate k of u' = −k u, u(0) = 1, recovered from what u was at some times.
func recoveredRate(times: [Double], values: [Double]) throws -> Double {
    var graph = ExpressionGraph()
    let names = ["u": graph.variable(slot: 1), "k": graph.variable(slot: 2)]
    let rate = try graph.insert(Expression(parsing: "-k*u"), names: names)
    let system = CompiledSystem(
        graph: &graph, stateCount: 1, unknownCount: 1, rates: [rate], observables: [names["u"]!],
        initialValues: [graph.constant(1)], jumps: [graph.constant(0)])
    let problem = try InverseProblem(
        system: system, start: 0, end: 2,
        unknowns: [UnknownCoordinate(guess: 0.3, isLogarithmic: true)],
        stateScales: [1], rateScales: [1],
        observations: Observations(
            times: times, values: values, scales: [1], heldOut: times.map { _ in false }))
    let settings = try TrialSettings(["neurons": .integer(8), "optimizer": .text("lm")])
    let training = Training(problem: problem, settings: settings, seed: 1, replicate: 0)
    return training.run(report: { _ in }).last.estimates[0]
}
