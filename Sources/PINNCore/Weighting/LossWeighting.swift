import Draws

/// The weights in force in a training: it owns them, and learns them from evaluations of the loss.
///
/// Weights change only between first-order steps, by ``learn(from:at:)``: a step uses the gradient
/// that was evaluated with the weights in force before it, and what was learnt from that evaluation
/// counts from the next one on. Phases of other kinds find the weights as the last first-order step
/// left them, so that what they lower is one function.
package final class LossWeighting {
    private let function: LossFunction
    private let plan: WeightingPlan
    private let seed: UInt64
    private let replicate: UInt64
    /// What has been learnt so far.
    package private(set) var state = WeightingState()
    private var points: (cells: PointWeights, start: PointWeights, residual: PointWeights)?
    private var collocationPoints: PointWeights?
    /// Room for the gradient of one part.
    private let gradient: AlignedDoubles

    /// Sets the function's weights to those of the first step.
    package init(
        of function: LossFunction, as plan: WeightingPlan, seed: UInt64, replicate: UInt64
    ) {
        self.function = function
        self.plan = plan
        self.seed = seed
        self.replicate = replicate
        var room = 0
        if case .gradientNorm = plan.scheme { room = function.parameterCount }
        gradient = AlignedDoubles(count: room)
        weighPoints()
        enforce()
    }

    private func weighPoints() {
        if case .selfAdaptive = plan.scheme {
            let points = function.weighPoints()
            self.points = points
            collocationPoints = points.residual
            state.cells = points.cells.listedWeights
            state.start = points.start.listedWeights
            state.residual = points.residual.listedWeights
        } else if plan.causality > 0 {
            collocationPoints = function.weighCollocationPoints()
        }
        if plan.causality > 0 {
            state.causal = Array(repeating: 1, count: collocationPoints?.pointCount ?? 0)
        }
    }

    /// Learns from the evaluation that was just done, before the step that follows from it.
    ///
    /// - Parameters:
    ///   - parts: What the evaluation found.
    ///   - parameters: Where it was.
    package func learn(from parts: LossParts, at parameters: UnsafePointer<Double>) {
        let place = state.steps - plan.warmupSteps
        state.steps += 1
        if place >= 0, plan.changesWeights {
            if place.isMultiple(of: plan.scheme.interval) {
                change(from: parts, at: parameters, change: place / plan.scheme.interval)
            }
            if plan.causality > 0 { follow(collocationPoints) }
            enforce()
        } else if place == -1 {
            enforce()
        }
    }

    /// Puts the collocation points elsewhere, where they all count alike at first.
    package func place(_ times: [Double]) {
        function.place(times)
        guard collocationPoints != nil else { return }
        let new = function.weighCollocationPoints()
        collocationPoints = new
        if points != nil {
            points?.residual = new
            state.residual = new.listedWeights
        }
        if !state.causal.isEmpty { state.causal = Array(repeating: 1, count: new.pointCount) }
    }

    /// Ends a warm-up that is under way, for a phase that is no part of it.
    ///
    /// - Returns: whether the weights have changed by that.
    package func endWarmup() -> Bool {
        guard state.steps < plan.warmupSteps else { return false }
        state.steps = plan.warmupSteps
        enforce()
        return true
    }

    /// Puts back what the weighting of an equal training had learnt.
    ///
    /// - Returns: false, with nothing changed, where it is of other schemes or sizes.
    package func remember(_ learnt: WeightingState) -> Bool {
        guard (0...1 << 40).contains(learnt.steps), fits(learnt) else { return false }
        state = learnt
        enforce()
        return true
    }

    private func fits(_ other: WeightingState) -> Bool {
        var remembersLosses = false
        if case .relativeLosses = plan.scheme { remembersLosses = true }
        return (other.losses.isEmpty || remembersLosses && other.losses.count == 2)
            && other.cells.count == state.cells.count && other.start.count == state.start.count
            && other.residual.count == state.residual.count
            && other.causal.count == state.causal.count
    }

    /// Sets the function's weights to those in force.
    private func enforce() {
        let own = plan.weights
        let isWarm = state.steps >= plan.warmupSteps
        function.weights = LossWeights(
            data: own.data * state.factors.data, initial: own.initial * state.factors.initial,
            residual: isWarm ? own.residual * state.factors.residual : 0)
        points?.cells.setWeights { place, _ in square(state.cells[place]) }
        points?.start.setWeights { place, _ in square(state.start[place]) }
        collocationPoints?.setWeights { place, point in
            let causal = state.causal.isEmpty ? 1 : state.causal[point]
            return state.residual.isEmpty ? causal : causal * square(state.residual[place])
        }
    }

    private func square(_ number: Double) -> Double { number * number }
}

// MARK: - The schemes

extension LossWeighting {
    private func change(
        from parts: LossParts, at parameters: UnsafePointer<Double>, change: Int
    ) {
        switch plan.scheme {
        case .fixed: break
        case .gradientNorm(_, let memory): balanceGradients(at: parameters, memory: memory)
        case .relativeLosses(_, let memory, let temperature, let lookBack):
            var stream = DrawStream(
                seed: seed, replicate: replicate, purpose: .weighting, occasion: UInt64(change))
            let looksBack = stream.unit() >= lookBack
            balanceLosses(
                parts, memory: memory, temperature: temperature, toFirst: looksBack)
        case .selfAdaptive(let rate): ascend(rate: rate)
        }
    }

    private func balanceGradients(at parameters: UnsafePointer<Double>, memory: Double) {
        let goal = magnitudes(LossWeights(data: 0, initial: 0), at: parameters).largest
        func balanced(_ factor: Double, _ mean: Double) -> Double {
            mean > 0 ? memory * factor + (1 - memory) * (goal / mean) : factor
        }
        let data = magnitudes(LossWeights(initial: 0, residual: 0), at: parameters).mean
        let initial = magnitudes(LossWeights(data: 0, residual: 0), at: parameters).mean
        state.factors.data = balanced(state.factors.data, data)
        state.factors.initial = balanced(state.factors.initial, initial)
    }

    /// The largest and the mean magnitude of a gradient's elements by the network's parameters.
    private func magnitudes(
        _ weights: LossWeights, at parameters: UnsafePointer<Double>
    ) -> (largest: Double, mean: Double) {
        _ = function.evaluate(parameters, gradient: gradient.base, weights: weights)
        let count = function.shape.parameterCount
        var largest = 0.0
        var sum = 0.0
        for index in 0..<count {
            largest = max(largest, gradient.base[index].magnitude)
            sum += gradient.base[index].magnitude
        }
        return (largest, sum / Double(count))
    }

    private func balanceLosses(
        _ parts: LossParts, memory: Double, temperature: Double, toFirst: Bool
    ) {
        guard let first = state.losses.first, let previous = state.losses.last else {
            state.losses = [parts, parts]
            return
        }
        let presence = function.presence
        let history =
            toFirst
            ? RelativeLosses(parts, to: first, presence, temperature: temperature).factors
            : state.factors
        let recent = RelativeLosses(parts, to: previous, presence, temperature: temperature)
        state.factors = history.mixed(memory, with: recent.factors)
        state.losses[1] = parts
    }

    private func ascend(rate: Double) {
        guard let points else { return }
        state.cells.ascend(rate: rate, squaresOf: points.cells)
        state.start.ascend(rate: rate, squaresOf: points.start)
        state.residual.ascend(rate: rate, squaresOf: points.residual)
    }

    /// Sets the causal weights from the residuals; times ascend from point to point.
    private func follow(_ points: PointWeights?) {
        guard let points else { return }
        let columns = points.columnCount
        var sum = 0.0
        var own = 0.0
        points.forEachSquare { place, square in
            let (point, column) = place.quotientAndRemainder(dividingBy: columns)
            if column == 0 {
                state.causal[point] = Portable.exp(-plan.causality * sum)
                own = 0
            }
            own += square
            if column == columns - 1 { sum += own / Double(columns) }
        }
    }
}

extension WeightingPlan {
    /// Whether anything is learnt after the warm-up.
    fileprivate var changesWeights: Bool { scheme != .fixed || causality > 0 }
}

extension [Double] {
    /// λ ← λ + rate · 2 λ r².
    fileprivate mutating func ascend(rate: Double, squaresOf points: PointWeights) {
        points.forEachSquare { self[$0] += rate * 2 * self[$0] * $1 }
    }
}
