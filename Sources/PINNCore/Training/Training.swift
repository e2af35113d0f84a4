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
    /// The phase under way, and its optimizer once it has begun.
    private var phase = 0
    private var optimizer: (any Optimizer)?
    private var stepsOfPhase = 0
    private var stepsDone = 0
    private var lastFinite: FiniteState
    private let rule: StoppingRule
    private var plateau = Plateau()

    /// Builds the network and places the collocation points.
    ///
    /// - Parameters:
    ///   - seed: The sweep's seed.
    ///   - replicate: Counted from 0; networks and points of replicates differ.
    public init(
        problem: InverseProblem, settings: TrialSettings, seed: UInt64, replicate: UInt64
    ) {
        var guesses = DrawStream(seed: seed, replicate: replicate, purpose: .guess)
        let problem =
            settings.guess == "drawn"
            ? problem.drawingGuesses(spread: settings.guessSpread, stream: &guesses) : problem
        self.problem = problem
        phases = TrainingPhase.all(of: settings)
        rule = StoppingRule(settings)
        curve = LearningCurve(budget: phases.reduce(0) { $0 + $1.budget })
        let recipe = TrainingRecipe(settings, outputs: problem.system.stateCount)
        var places = DrawStream(seed: seed, replicate: replicate, purpose: .collocation)
        let function = recipe.lossFunction(
            of: problem,
            collocationTimes: recipe.collocation.times(
                count: settings.collocationPoints, from: problem.start, to: problem.end,
                stream: &places),
            precision: phases.contains { $0.precision == .f32 } ? .f32 : .f64)
        if let first = phases.first { function.precision = first.precision }
        objective = TrainingObjective(
            function,
            weighting: LossWeighting(
                of: function, as: recipe.weighting, seed: seed, replicate: replicate),
            resampling: settings.resampling == "residual"
                ? ResidualResampling(
                    interval: settings.resamplingInterval,
                    warmupSteps: settings.dataWarmupSteps, seed: seed, replicate: replicate)
                : nil)
        var network = DrawStream(seed: seed, replicate: replicate, purpose: .network)
        iterate = Iterate(at: function.startParameters(recipe.initialization, stream: &network))
        lastFinite = FiniteState(unknownCount: problem.unknowns.count)
    }

    /// Trains to the end, and reports points of the learning curve on the way.
    ///
    /// The first is step 0 and the last the end; a training that was put back to a state goes on
    /// with the first point after it. A phase that can lower the loss no further ends early, and
    /// the next one begins.
    ///
    /// - Parameter afterStep: Called after every step whose numbers are finite, and after its
    ///   point was reported; the training's ``state`` may be taken then.
    public consuming func run(
        report: (TrainingPoint) -> Void, afterStep: (borrowing Training) -> Void = { _ in }
    ) -> TrainingOutcome {
        if let fault = evaluate() { return diverged(fault) }
        if stepsDone == 0 { report(point()) }
        while phase < phases.count {
            if let ending = runPhase(report: report, afterStep: afterStep) {
                return ended(ending, report: report)
            }
            phase += 1
            stepsOfPhase = 0
            optimizer = nil
            plateau = Plateau()
        }
        return ended(.succeeded, report: report)
    }

    /// Steps until the phase's budget is used up or nothing lower is found; how the training ends
    /// where it does.
    private mutating func runPhase(
        report: (TrainingPoint) -> Void, afterStep: (borrowing Training) -> Void
    ) -> TrainingOutcome.Ending? {
        let optimizer =
            optimizer ?? phases[phase].optimizer(for: objective)
        self.optimizer = optimizer
        let learnsWeights = phases[phase].method.isFirstOrder
        let changesPrecision = objective.function.precision != phases[phase].precision
        objective.function.precision = phases[phase].precision
        let endsWarmup = !learnsWeights && objective.weighting.endWarmup()
        if changesPrecision || endsWarmup {
            iterate.forget()
            if let fault = evaluate() { return .diverged(fault, step: stepsDone) }
        }
        while true {
            if let ending = rule.ending(loss: iterate.value, plateau: plateau) { return ending }
            guard stepsOfPhase < phases[phase].budget else { return nil }
            if learnsWeights { objective.learn(at: iterate.point) }
            guard optimizer.step(iterate, of: &objective) == .advanced else { return nil }
            stepsDone += 1
            stepsOfPhase += 1
            if let fault = evaluate() { return .diverged(fault, step: stepsDone) }
            rule.watch(iterate.value, in: &plateau)
            if curve.includes(stepsDone) { report(point()) }
            afterStep(self)
        }
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
    /// Where the training stands: all that its further numbers depend on beside what it was made
    /// from.
    ///
    /// - Precondition: It has begun, as ``run(report:afterStep:)`` tells.
    public var state: TrainingState {
        guard let optimizer else { preconditionFailure("a state is taken after a step") }
        return TrainingState(
            phase: phase, stepsOfPhase: stepsOfPhase, steps: stepsDone, loss: iterate.value,
            parameters: iterate.coordinates, memory: optimizer.memory,
            weighting: objective.weighting.state, collocationTimes: objective.movingTimes,
            plateau: plateau)
    }

    /// The network's parameters and each unknown's training variable, where the training stands.
    public var parameters: [Double] { iterate.coordinates }

    /// Puts a training that has not begun back to where an equal one stood; it then ends with the
    /// bits of one that was never interrupted. Nothing has changed where this throws.
    public mutating func restore(_ state: TrainingState) throws(TrainingStateFault) {
        guard phases.indices.contains(state.phase), state.steps > 0,
            (1...max(1, phases[state.phase].budget)).contains(state.stepsOfPhase),
            state.stepsOfPhase <= state.steps,
            state.parameters.count == objective.parameterCount
        else { throw .doesNotFit }
        let optimizer = phases[state.phase].optimizer(for: objective)
        let (weights, times) = (objective.weighting.state, objective.movingTimes)
        guard optimizer.remember(state.memory), hasPlaces(state.collocationTimes) else {
            throw .doesNotFit
        }
        if !times.isEmpty { objective.weighting.place(state.collocationTimes) }
        let precision = objective.function.precision
        objective.function.precision = phases[state.phase].precision
        let fits = objective.weighting.remember(state.weighting)
        let loss = fits ? objective.function.value(state.parameters).total : .nan
        guard loss.isFinite, loss == state.loss else {
            objective.function.precision = precision
            if !times.isEmpty { objective.weighting.place(times) }
            _ = objective.weighting.remember(weights)
            throw fits ? .otherLoss(found: loss, expected: state.loss) : .doesNotFit
        }
        self.optimizer = optimizer
        phase = state.phase
        stepsOfPhase = state.stepsOfPhase
        stepsDone = state.steps
        plateau = state.plateau
        iterate.move(to: state.parameters)
    }

    /// Whether the collocation points may be at these times.
    private func hasPlaces(_ times: [Double]) -> Bool {
        times.count == objective.movingTimes.count
            && times.allSatisfy { (problem.start...problem.end).contains($0) }
            && zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
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

    private func ended(
        _ ending: TrainingOutcome.Ending, report: (TrainingPoint) -> Void
    ) -> TrainingOutcome {
        if case .diverged(let quantity, _) = ending { return diverged(quantity) }
        let last = point()
        if !curve.includes(stepsDone) { report(last) }
        return TrainingOutcome(
            ending: ending, steps: stepsDone, last: last, parameters: iterate.coordinates,
            hasLearningRate: hasLearningRate)
    }

    private func diverged(_ quantity: TrainingOutcome.Quantity) -> TrainingOutcome {
        TrainingOutcome(
            ending: .diverged(quantity, step: stepsDone), steps: stepsDone,
            last: TrainingPoint(
                step: lastFinite.step, losses: lastFinite.losses ?? objective.parts,
                heldOutLoss: nil, estimates: lastFinite.estimates(of: problem)),
            hasLearningRate: hasLearningRate)
    }

    private var hasLearningRate: Bool {
        phases.indices.contains(phase) && phases[phase].method.isFirstOrder
    }
}
