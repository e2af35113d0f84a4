import Expressions
import PINNCore
import ProblemModel
import SweepModel
import TrialProtocol
import TrialTraining

/// What a trial's network predicts: for each time the states and the other observables, at the
/// network's own estimates.
struct NetworkProfiles {
    /// A row a time, a value for each of the problem's observable names.
    let rows: [[Double]]

    /// - Parameter parameters: The network's, as its file has them.
    init(_ trial: RepeatableTrial, parameters: [Double], times: [Double]) throws {
        let specification = try TrialSpecification(file: trial.specification)
        guard
            let network = TrainedNetwork(
                problem: try InverseProblem(specification.problem),
                settings: specification.settings, parameters: parameters)
        else {
            throw CommandFault(
                .unreadableStore, "the network has not as many parameters as its settings say")
        }
        let names = trial.problem.observableNames
        let observables = try trial.problem.compiled(observing: names).observables
        let estimates = network.estimates
        rows = zip(times, network.states(at: times)).map { time, states in
            let outputs = observables.tape.values(at: [time] + states + estimates)
            return Array(outputs.prefix(observables.count))
        }
    }
}

extension NetworkFile {
    /// A kept network's parameters.
    ///
    /// - Parameter name: Whose they are, for a fault's text.
    static func parameters(of bytes: [UInt8], _ name: String) throws -> [Double] {
        do { return try NetworkFile(bytes: bytes).parameters } catch {
            throw CommandFault(.unreadableStore, "\(name) cannot be used: \(error)")
        }
    }
}
