import PINNCore
import Testing

@Suite struct LossWeightingTests {
    /// A loss under a weighting, at parameters where nothing is at its start.
    private struct Weighted {
        let loss: LossCase
        let function: LossFunction
        let weighting: LossWeighting
        let parameters: [Double]

        init(
            _ scheme: WeightingScheme, causality: Double = 0, warmupSteps: Int = 0,
            condition: InitialCondition = .soft, replicate: UInt64 = 0
        ) throws {
            loss = LossCase(problem: .rich, neurons: 5, condition: condition)
            function = try loss.lossFunction()
            weighting = LossWeighting(
                of: function,
                as: WeightingPlan(
                    weights: loss.weights, scheme: scheme, causality: causality,
                    warmupSteps: warmupSteps),
                seed: 3, replicate: replicate)
            parameters = try loss.parameters()
        }

        func learn(_ times: Int = 1) {
            for _ in 0..<times {
                let parts = function.evaluated(parameters).parts
                weighting.learn(from: parts, at: parameters)
            }
        }

        /// Learns at other parameters each time.
        func wander(_ times: Int) throws {
            for time in 0..<times {
                let place = try loss.parameters(seed: UInt64(10 + time))
                weighting.learn(from: function.evaluated(place).parts, at: place)
            }
        }

        func learn(_ parts: LossParts) { weighting.learn(from: parts, at: parameters) }
    }

    private static let schemes: [WeightingScheme] = [
        .fixed, .gradientNorm(interval: 1, memory: 0.5),
        .relativeLosses(interval: 1, memory: 0.5, temperature: 0.3, lookBack: 0.5),
        .selfAdaptive(rate: 0.2),
    ]

    // MARK: Any scheme

    @Test(arguments: schemes, [0, 0.3])
    func `The gradient is that of the objective in force`(
        scheme: WeightingScheme, causality: Double
    ) throws {
        let weighted = try Weighted(scheme, causality: causality)
        try weighted.wander(3)
        let gradient = weighted.function.evaluated(weighted.parameters).gradient
        expectClose(
            gradient, weighted.function.differences(weighted.parameters), tolerance: 1e-7)
    }

    @Test(arguments: schemes, [0, 0.3])
    func `The rows of least squares are those of the objective in force`(
        scheme: WeightingScheme, causality: Double
    ) throws {
        for condition in InitialCondition.allCases {
            let weighted = try Weighted(scheme, causality: causality, condition: condition)
            try weighted.wander(3)
            let function = weighted.function
            let rows = Linearization(
                rowCount: function.rowCount, parameterCount: function.parameterCount)
            function.linearize(weighted.parameters, into: rows)
            let total = function.value(weighted.parameters).total
            let sum = (0..<rows.rowCount).reduce(0.0) { $0 + rows[$1] * rows[$1] }
            #expect(abs(sum - total) <= 1e-12 * total)
            let slopes = weighted.parameters.indices.map { index in
                (0..<rows.rowCount).reduce(0.0) { $0 + 2 * rows[$1] * rows[$1, index] }
            }
            expectClose(
                slopes, function.evaluated(weighted.parameters).gradient, tolerance: 1e-10)
        }
    }

    @Test(arguments: schemes, [0, 0.3])
    func `What is reported has no weights, and what is lowered has them`(
        scheme: WeightingScheme, causality: Double
    ) throws {
        let weighted = try Weighted(scheme, causality: causality)
        let before = weighted.function.value(weighted.parameters)
        let plain = before.parts.total(weighted.loss.weights)
        #expect(abs(before.total - plain) <= 1e-14 * plain)
        try weighted.wander(2)
        let after = weighted.function.value(weighted.parameters)
        #expect(after.parts == before.parts)
        #expect((after.total == before.total) == (scheme == .fixed && causality == 0))
    }

    @Test(arguments: schemes)
    func `In a warm-up the residual does not count and no weight is learnt`(
        scheme: WeightingScheme
    ) throws {
        let weighted = try Weighted(scheme, causality: 0.3, warmupSteps: 3)
        for _ in 0..<3 {
            let value = weighted.function.value(weighted.parameters)
            #expect(
                value.total
                    == value.parts.total(
                        LossWeights(
                            data: weighted.loss.weights.data,
                            initial: weighted.loss.weights.initial, residual: 0)))
            weighted.learn()
        }
        #expect(weighted.function.weights == weighted.loss.weights)
        #expect(weighted.weighting.endWarmup() == false)
    }

    @Test func `A warm-up may be ended before its time`() throws {
        let weighted = try Weighted(.fixed, warmupSteps: 5)
        weighted.learn(2)
        #expect(weighted.weighting.endWarmup())
        #expect(weighted.function.weights == weighted.loss.weights)
        weighted.learn()
        #expect(weighted.function.weights == weighted.loss.weights)
    }

    // MARK: gradient-norm

    @Test(arguments: InitialCondition.allCases, [0, 0.25])
    func `gradient-norm brings mean gradients to the residual's largest`(
        condition: InitialCondition, memory: Double
    ) throws {
        let weighted = try Weighted(
            .gradientNorm(interval: 1, memory: memory), condition: condition)
        let plain = try weighted.loss.plainLoss()
        func magnitudes(_ weights: LossWeights) -> [Double] {
            let network = weighted.function.shape.parameterCount
            return plain.gradient(weighted.parameters, weights: weights)
                .prefix(network).map(\.magnitude)
        }
        let goal = magnitudes(LossWeights(data: 0, initial: 0)).max()!
        func factor(_ weights: LossWeights) -> Double {
            let sizes = magnitudes(weights)
            let mean = sizes.reduce(0, +) / Double(sizes.count)
            return mean == 0 ? 1 : memory + (1 - memory) * goal / mean
        }
        weighted.learn()
        let own = weighted.loss.weights
        let found = weighted.function.weights
        expectClose(
            [found.data, found.initial, found.residual],
            [
                own.data * factor(LossWeights(initial: 0, residual: 0)),
                own.initial * factor(LossWeights(data: 0, residual: 0)), own.residual,
            ], tolerance: 1e-11)
    }

    @Test func `Weights change at every interval and not between`() throws {
        let weighted = try Weighted(.gradientNorm(interval: 3, memory: 0.5), warmupSteps: 2)
        var changes: [Int] = []
        for step in 0..<12 {
            let before = weighted.weighting.state.factors
            weighted.learn()
            if weighted.weighting.state.factors != before { changes.append(step) }
        }
        #expect(changes == [2, 5, 8, 11])
    }
}

// MARK: - Relative losses

extension LossWeightingTests {
    private static let first = LossParts(data: 2, initial: 0.5, residual: 8)
    private static let second = LossParts(data: 1, initial: 0.25, residual: 8)
    private static let third = LossParts(data: 0.1, initial: 0.3, residual: 4)

    /// m · softmax of the ratios over the temperature, as the paper writes it.
    private func balanced(
        _ now: LossParts, _ then: LossParts, temperature: Double, hasInitial: Bool = true
    ) -> [Double] {
        let ratios = [
            now.data / then.data, now.initial / then.initial, now.residual / then.residual,
        ]
        let counted = hasInitial ? [0, 1, 2] : [0, 2]
        let powers = counted.map { (ratios[$0] / temperature).exponential }
        let sum = powers.reduce(0, +)
        var result = [1.0, 1, 1]
        for (place, power) in zip(counted, powers) {
            result[place] = Double(counted.count) * power / sum
        }
        return result
    }

    private func factors(_ weighted: Weighted) -> [Double] {
        let factors = weighted.weighting.state.factors
        return [factors.data, factors.initial, factors.residual]
    }

    @Test(arguments: [1.0, 0], InitialCondition.allCases)
    func `relobralo weighs parts by their fall since the last change, and since the first`(
        lookBack: Double, condition: InitialCondition
    ) throws {
        let memory = 0.7
        let temperature = 0.4
        let hasInitial = condition == .soft
        let weighted = try Weighted(
            .relativeLosses(
                interval: 1, memory: memory, temperature: temperature, lookBack: lookBack),
            condition: condition)
        weighted.learn(Self.first)
        #expect(factors(weighted) == [1, 1, 1])
        var wanted = [1.0, 1, 1]
        for (now, then) in [(Self.second, Self.first), (Self.third, Self.second)] {
            weighted.learn(now)
            let recent = balanced(now, then, temperature: temperature, hasInitial: hasInitial)
            let old =
                lookBack == 1
                ? wanted
                : balanced(now, Self.first, temperature: temperature, hasInitial: hasInitial)
            wanted = zip(old, recent).map { memory * $0 + (1 - memory) * $1 }
            expectClose(factors(weighted), wanted, tolerance: 1e-13)
        }
    }

    @Test func `relobralo looks back as often as asked, each replicate at its own times`() throws {
        func choices(replicate: UInt64) throws -> [Bool] {
            let weighted = try Weighted(
                .relativeLosses(interval: 1, memory: 1, temperature: 1, lookBack: 0.75),
                replicate: replicate)
            weighted.learn(Self.first)
            var parts = Self.first
            return (0..<400).map { _ in
                // What is looked back to is another number each time.
                parts.residual *= 0.99
                let before = weighted.weighting.state.factors
                weighted.learn(parts)
                return weighted.weighting.state.factors == before
            }
        }
        let kept = try choices(replicate: 0)
        #expect((270...330).contains(kept.count { $0 }))
        #expect(try choices(replicate: 1) != kept)
        #expect(try choices(replicate: 0) == kept)
    }

    @Test func `relobralo bears losses of any size`() throws {
        let weighted = try Weighted(
            .relativeLosses(interval: 1, memory: 0, temperature: 1e-3, lookBack: 0))
        weighted.learn(LossParts(data: 0, initial: 1e-300, residual: 1e-200))
        weighted.learn(LossParts(data: 1, initial: 1e300, residual: 1e-200))
        #expect(factors(weighted) == [0, 3, 0])
    }
}

// MARK: - Single points

extension LossWeightingTests {
    @Test func `self-adaptive raises each point's weight by its own square`() throws {
        let rate = 0.05
        let weighted = try Weighted(.selfAdaptive(rate: rate))
        let plain = try weighted.loss.plainLoss()
        let unknowns = plain.unknowns(weighted.parameters)
        // After two ascents from 1 a square counts with λ² = (1 + 2 η r²)⁴.
        func mean(_ squares: [Double]) -> Double {
            squares.reduce(0) { sum, square in
                let ascent = 1 + 2 * rate * square
                return sum + square * ascent * ascent * ascent * ascent
            } / Double(squares.count)
        }
        weighted.learn(2)
        let wanted = LossParts(
            data: mean(plain.cellSquares(weighted.parameters, unknowns)),
            initial: mean(plain.startSquares(weighted.parameters, unknowns)),
            residual: mean(
                Array(plain.residualSquares(weighted.parameters, unknowns).joined()))
        ).total(weighted.loss.weights)
        let found = weighted.function.value(weighted.parameters).total
        #expect(abs(found - wanted) <= 1e-12 * wanted)
    }

    @Test func `Causal weights fall with the residuals before a point`() throws {
        let causality = 0.8
        let weighted = try Weighted(.fixed, causality: causality)
        let plain = try weighted.loss.plainLoss()
        let squares = plain.residualSquares(
            weighted.parameters, plain.unknowns(weighted.parameters))
        let means = squares.map { $0.reduce(0, +) / Double($0.count) }
        weighted.learn()
        let wanted = means.indices.map { point in
            (-causality * means[..<point].reduce(0, +)).exponential
        }
        expectClose(weighted.weighting.state.causal, wanted, tolerance: 1e-11)
        let value = weighted.function.value(weighted.parameters)
        let own = weighted.loss.weights
        let residual = zip(wanted, means).map(*).reduce(0, +) / Double(means.count)
        let total =
            own.data * value.parts.data + own.initial * value.parts.initial
            + own.residual * residual
        #expect(abs(value.total - total) <= 1e-12 * total)
    }

    @Test func `Points of many blocks have weights of their own`() throws {
        var loss = LossCase(problem: .decay, layers: 1, neurons: 3, collocationCount: 301)
        loss.problem.times = (0..<600).map { Double($0) / 150 }
        let function = try loss.lossFunction()
        let weighting = LossWeighting(
            of: function, as: WeightingPlan(weights: loss.weights, scheme: .selfAdaptive(rate: 1)),
            seed: 1, replicate: 0)
        let parameters = try loss.parameters()
        weighting.learn(from: function.evaluated(parameters).parts, at: parameters)
        let plain = try loss.plainLoss()
        let unknowns = plain.unknowns(parameters)
        let state = weighting.state
        expectClose(
            state.residual,
            plain.residualSquares(parameters, unknowns).joined().map { 1 + 2 * $0 },
            tolerance: 1e-11)
        // The start goes before the cells, and has none of its own there.
        expectClose(
            state.cells, [1] + plain.cellSquares(parameters, unknowns).map { 1 + 2 * $0 },
            tolerance: 1e-11)
    }
}
