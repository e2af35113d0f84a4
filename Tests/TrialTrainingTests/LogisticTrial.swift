import Expressions
import ProblemModel
import Settings
import SweepModel
import TrialProtocol
import TrialTraining

/// A short trial on u' = r u (1 − u) whose bytes are the same on every machine.
enum LogisticTrial {
    static let problem: PreparedProblem = {
        var graph = ExpressionGraph()
        let state = graph.variable(slot: 1)
        let space = graph.subtract(graph.constant(1), state)
        let rate = graph.multiply(graph.variable(slot: 2), graph.multiply(state, space))
        let system = CompiledSystem(
            graph: &graph, stateCount: 1, unknownCount: 1, rates: [rate], observables: [state],
            initialValues: [graph.constant(0.1)], jumps: [graph.constant(0)])
        return PreparedProblem(
            window: TimeWindow(start: 0, end: 6, unit: "h"),
            unknowns: [PreparedUnknown(name: "r", guess: 0.5, isLogarithmic: true)],
            system: system,
            data: DataSet(
                observed: ["u"], times: [1, 2, 3, 4, 5, 6],
                values: [0.23, 0.45, .nan, 0.86, 0.94, 0.98],
                heldOut: [false, false, false, false, true, false]),
            scales: LossScales(observables: [0.98], states: [0.98], rates: [1]))
    }()

    static func specification(
        _ settings: [String: SettingValue] = [:]
    ) throws -> TrialSpecification {
        let short: [String: SettingValue] = [
            "optimizer": .text("adam+lbfgs"), "steps": .integer(200),
            "lbfgs_steps": .integer(50), "bfgs_steps": .integer(20), "lm_steps": .integer(20),
            "layers": .integer(2), "neurons": .integer(16),
            "collocation_points": .integer(40), "collocation": .text("random"),
            "schedule": .text("exponential"), "schedule_half_life": .real(100),
        ]
        return TrialSpecification(
            trial: TrialID("0123456789abcdef"),
            settings: try TrialSettings(short.merging(settings) { $1 }),
            seed: 20_260_916, replicate: 1, problem: problem)
    }

    /// What the trial says, run in this process.
    static func messages(_ specification: TrialSpecification) throws -> [TrialMessage] {
        var messages: [TrialMessage] = []
        try SpecifiedTraining(specification).run { messages.append($0) }
        return messages
    }

    /// What the trial said, run in a process of its own, and the memory that only this one has.
    static func messages(
        inOutput output: String
    ) throws -> (messages: [TrialMessage], peakMemoryBytes: Int?) {
        var reader = FrameReader()
        var messages = try reader.feed(Array(output.utf8)).map { line in
            guard case .framed(let text) = line else { throw ProtocolFault.damaged }
            return try TrialMessage(text: text)
        }
        guard case .ended(var end)? = messages.popLast() else { throw ProtocolFault.damaged }
        let peakMemoryBytes = end.peakMemoryBytes
        end.peakMemoryBytes = nil
        return (messages + [.ended(end)], peakMemoryBytes)
    }
}
