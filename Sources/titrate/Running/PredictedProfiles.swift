import Expressions
import PINNCore
import ProblemModel
import SweepModel
import TrialProtocol
import TrialTraining

/// What a network predicts: for each time the time, the states and the other observables.
struct PredictedProfiles {
    let rows: [[Double]]

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
            return [time] + outputs.prefix(observables.count)
        }
    }
}

extension NetworkFile {
    /// The parameters of a network that was kept.
    ///
    /// - Parameter name: what it is called in an error.
    static func parameters(of bytes: [UInt8], named name: String) throws -> [Double] {
        do { return try NetworkFile(bytes: bytes).parameters } catch {
            throw CommandFault(.unreadableStore, "\(name) cannot be used: \(error)")
        }
    }
}
