import Draws
import Expressions
public import Settings

/// The training of one network on one inverse problem.
///
/// Its numbers are a function of problem, settings, seed and replicate alone, bit for bit on one
/// machine type: nothing here reads a clock.
public struct Training: ~Copyable {
    private let problem: InverseProblem
    private let phases: [TrainingPhase]
    private let curve: LearningCurve
    private var objective: TrainingObjective
    private let iterate: Iterate
    private var stepsDone = 0
    private var lastFinite: FiniteState

    /// Builds the network and places the collocation points.
    ///
    /// - Parameters:
    ///   - seed: The sweep's seed.
    ///   - replicate: Counted from 0; networks and points of replicates differ.
    public init(
        problem: InverseProblem, settings: TrialSettings, seed: UInt64, replicate: UInt64
    ) {
        self.problem = problem
        phases = TrainingPhase.all(of: settings)
        curve = LearningCurve(budget: phases.reduce(0) { $0 + $1.budget })
        let recipe = TrainingRecipe(settings, outputs: problem.system.stateCount)
        var places = DrawStream(seed: seed, replicate: replicate, purpose: .collocation)
        let function = LossFunction(
            problem: problem, shape: recipe.shape, activation: recipe.activation,
            weights: recipe.weights, initialCondition: recipe.initialCondition,
            collocationTimes: recipe.collocation.times(
                count: settings.collocationPoints, from: problem.start, to: problem.end,
                stream: &places))
        objective = TrainingObjective(function)
        var network = DrawStream(seed: seed, replicate: replicate, purpose: .network)
        iterate = Iterate(at: function.startParameters(recipe.initialization, stream: &network))
        lastFinite = FiniteState(unknownCount: problem.unknowns.count)
    }

    /// Trains to the end, and reports points of the learning curve on the way.
    ///
    /// The first is step 0 and the last the end. A phase that can lower the loss no further
    /// ends early, and the next one begins.
    public consuming func run(report: (TrainingPoint) -> Void) -> TrainingOutcome {
        if let fault = evaluate() { return diverged(fault) }
        report(point())
        for phase in phases {
            if let fault = run(phase, report: report) { return diverged(fault) }
        }
        let last = point()
        if !curve.includes(stepsDone) { report(last) }
        return TrainingOutcome(ending: .succeeded, steps: stepsDone, last: last)
    }

    /// Steps until the phase's budget is used up, or nothing lower or nothing finite is found.
    private mutating func run(
        _ phase: TrainingPhase, report: (TrainingPoint) -> Void
    ) -> TrainingOutcome.Quantity? {
        let optimizer = phase.optimizer(parameterCount: objective.parameterCount)
        for _ in 0..<phase.budget {
            guard optimizer.step(iterate, of: &objective) == .advanced else { return nil }
            stepsDone += 1
            if let fault = evaluate() { return fault }
            if curve.includes(stepsDone) { report(point()) }
        }
        return nil
    }

    /// Evaluates where the training stands, which the next step uses; what is not finite there.
    private mutating func evaluate() -> TrainingOutcome.Quantity? {
        iterate.evaluate(&objective)
        guard iterate.value.isFinite else { return .loss }
        guard iterate.isFinite else { return .gradient }
        let variables = iterate.point + objective.function.shape.parameterCount
        for (index, unknown) in problem.unknowns.enumerated()
        where !unknown.natural(variables[index]).isFinite {
            return .estimate(index)
        }
        lastFinite.keep(step: stepsDone, losses: objective.parts, variables: variables)
        return nil
    }
}

extension Training {
    /// The learning curve's point where the training stands.
    private func point() -> TrainingPoint {
        TrainingPoint(
            step: stepsDone, losses: objective.parts,
            heldOutLoss: objective.function.heldOutLoss(iterate.point),
            estimates: lastFinite.estimates(of: problem))
    }

    private func diverged(_ quantity: TrainingOutcome.Quantity) -> TrainingOutcome {
        TrainingOutcome(
            ending: .diverged(quantity, step: stepsDone), steps: stepsDone,
            last: TrainingPoint(
                step: lastFinite.step, losses: lastFinite.losses ?? objective.parts,
                heldOutLoss: nil, estimates: lastFinite.estimates(of: problem)))
    }
}
