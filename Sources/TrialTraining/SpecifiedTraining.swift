public import PINNCore
import ProblemModel
import SweepModel
public import TrialProtocol

/// The training that a specification asks for.
public struct SpecifiedTraining: ~Copyable {
    private let training: Training

    /// Prepares the training; throws where the parts of the problem do not fit each other.
    public init(_ specification: TrialSpecification) throws(InverseProblemFault) {
        guard let replicate = UInt64(exactly: specification.replicate) else {
            preconditionFailure("replicates are counted from 0")
        }
        training = Training(
            problem: try InverseProblem(specification.problem), settings: specification.settings,
            seed: specification.seed, replicate: replicate)
    }

    /// Trains to the end and sends what a trial has to say, its end last.
    public consuming func run(send: (TrialMessage) -> Void) {
        send(.started(machineType: MachineType.current))
        let outcome = training.run { point in send(.progress(CurvePoint(point))) }
        send(.ended(TrialEnd(outcome)))
    }
}

extension InverseProblem {
    /// A prepared problem in the core's own types.
    init(_ problem: PreparedProblem) throws(InverseProblemFault) {
        try self.init(
            system: problem.system,
            start: problem.window.start,
            end: problem.window.end,
            unknowns: problem.unknowns.map {
                UnknownCoordinate(guess: $0.guess, isLogarithmic: $0.isLogarithmic)
            },
            stateScales: problem.scales.states,
            rateScales: problem.scales.rates,
            observations: Observations(
                times: problem.data.times, values: problem.data.values,
                scales: problem.scales.observables, heldOut: problem.data.heldOut))
    }
}

extension CurvePoint {
    init(_ point: TrainingPoint) {
        self.init(step: point.step, losses: LossValues(point), estimates: point.estimates)
    }
}

extension LossValues {
    init(_ point: TrainingPoint) {
        self.init(
            data: point.losses.data, initial: point.losses.initial,
            residual: point.losses.residual, holdout: point.heldOutLoss)
    }
}

extension TrialEnd {
    init(_ outcome: TrainingOutcome) {
        let status: TrialStatus =
            switch outcome.ending {
            case .succeeded: .succeeded
            case .diverged: .diverged
            }
        self.init(
            status: status, cause: outcome.advice, steps: outcome.steps,
            losses: LossValues(outcome.last), estimates: outcome.last.estimates)
    }
}
