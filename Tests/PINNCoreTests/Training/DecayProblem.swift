import Expressions
import PINNCore
import Settings

/// u' = −k u from u(0) = 1 on [0, 2], observed without noise at k = 0.8.
enum DecayProblem {
    static let truth = 0.8

    /// - Parameters:
    ///   - guess: Where k starts.
    ///   - heldOut: Rows that are not trained on.
    static func make(
        guess: Double = 0.3, heldOut: Set<Int> = [], rateScale: Double = 1
    ) throws -> InverseProblem {
        var graph = ExpressionGraph()
        let state = graph.variable(slot: 1)
        let rate = graph.negate(graph.multiply(graph.variable(slot: 2), state))
        let system = CompiledSystem(
            graph: &graph, stateCount: 1, unknownCount: 1, rates: [rate], observables: [state],
            initialValues: [graph.constant(1)], jumps: [graph.constant(0)])
        let times = (1...10).map { Double($0) / 5 }
        return try InverseProblem(
            system: system, start: 0, end: 2,
            unknowns: [UnknownCoordinate(guess: guess, isLogarithmic: true)],
            stateScales: [1], rateScales: [rateScale],
            observations: Observations(
                times: times, values: times.map(decayed), scales: [1],
                heldOut: times.indices.map(heldOut.contains)))
    }

    /// exp(−k t) by its series: the same bits on every machine.
    private static func decayed(_ time: Double) -> Double {
        (1...40).reversed().reduce(1.0) { 1 - truth * time / Double($1) * $0 }
    }

    /// Runs a training to its end; with the points that were reported.
    static func train(
        _ problem: InverseProblem, _ settings: [String: SettingValue], replicate: UInt64 = 0
    ) throws -> (outcome: TrainingOutcome, curve: [TrainingPoint]) {
        let small: [String: SettingValue] = [
            "layers": .integer(2), "neurons": .integer(8), "collocation_points": .integer(20),
        ]
        let training = Training(
            problem: problem,
            settings: try TrialSettings(small.merging(settings) { $1 }),
            seed: 5, replicate: replicate)
        var curve: [TrainingPoint] = []
        let outcome = training.run { curve.append($0) }
        return (outcome, curve)
    }
}
