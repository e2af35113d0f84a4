public import PINNCore
import ProblemModel
import SweepModel
public import TrialProtocol

/// The training that a specification asks for.
public struct SpecifiedTraining: ~Copyable {
    private let trial: TrialID
    private var training: Training

    /// Prepares the training; throws where the parts of the problem do not fit each other.
    public init(_ specification: TrialSpecification) throws(InverseProblemFault) {
        guard let replicate = UInt64(exactly: specification.replicate) else {
            preconditionFailure("replicates are counted from 0")
        }
        trial = specification.trial
        training = Training(
            problem: try InverseProblem(specification.problem), settings: specification.settings,
            seed: specification.seed, replicate: replicate)
    }

    /// Trains to the end and sends what a trial has to say, its end last.
    ///
    /// Where a checkpoint of this trial is there, it goes on from that: what it sends is the same,
    /// the learning curve from the start on, and so are all numbers.
    ///
    /// - Parameters:
    ///   - checkpoint: Where the trial is kept while it is under way; nil for nowhere.
    ///   - network: The path at which the trained network is left, before the end is sent; nil for
    ///     nowhere. A training that diverged or made no step leaves none.
    ///   - note: Told in a line where it went on, and what is wrong with a file.
    public consuming func run(
        checkpoint: CheckpointFile? = nil, network: String? = nil,
        note: (String) -> Void = { _ in },
        send: (TrialMessage) -> Void
    ) {
        send(.started(machineType: MachineType.current))
        let origin = TrialCheckpoint.Origin(trial: trial)
        var curve = resume(from: checkpoint, expecting: origin, note: note)
        for point in curve { send(.progress(point)) }
        var checkpoint = checkpoint
        let outcome = training.run(
            report: { point in
                curve.append(CurvePoint(point))
                send(.progress(CurvePoint(point)))
            },
            afterStep: { training in
                checkpoint?.keep(note: note) {
                    TrialCheckpoint(origin: origin, curve: curve, state: training.state)
                }
            })
        if let network, outcome.steps > 0, let parameters = outcome.parameters {
            let file = NetworkFile(origin: origin, parameters: parameters)
            if let fault = FileDescriptor.replace(network, with: file.bytes) {
                note("\(network): the network cannot be kept: \(fault)")
            }
        }
        send(.ended(TrialEnd(outcome)))
    }

    /// Puts the training back to what a checkpoint has, where there is one.
    ///
    /// - Returns: the points of the curve that were said before.
    private mutating func resume(
        from file: CheckpointFile?, expecting origin: TrialCheckpoint.Origin,
        note: (String) -> Void
    ) -> [CurvePoint] {
        guard let file else { return [] }
        do throws(CheckpointFault) {
            guard let checkpoint = try file.read(expecting: origin) else { return [] }
            do { try training.restore(checkpoint.state) } catch { throw .unusableState(error) }
            note("resumed at step \(checkpoint.state.steps)")
            return checkpoint.curve
        } catch {
            note(file.text(of: error))
            return []
        }
    }
}

extension InverseProblem {
    /// A prepared problem in the core's own types.
    package init(_ problem: PreparedProblem) throws(InverseProblemFault) {
        try self.init(
            system: problem.system,
            start: problem.window.start,
            end: problem.window.end,
            unknowns: problem.unknowns.map {
                UnknownCoordinate(
                    guess: $0.guess, isLogarithmic: $0.isLogarithmic, bounds: $0.bounds)
            },
            stateScales: problem.scales.states,
            rateScales: problem.scales.rates,
            observations: Observations(
                times: problem.data.times, values: problem.data.values,
                scales: problem.scales.observables, heldOut: problem.data.heldOut,
                deviations: problem.data.deviations, isCensored: problem.data.isCensored))
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
            case .stalled: .stalled
            }
        self.init(
            status: status, cause: outcome.advice, steps: outcome.steps,
            losses: LossValues(outcome.last), estimates: outcome.last.estimates)
    }
}
