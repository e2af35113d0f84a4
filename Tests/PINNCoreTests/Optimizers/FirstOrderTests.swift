import PINNCore
import Testing

@Suite struct FirstOrderTests {
    private let objective = Quadratic(
        curvatures: [1, 10, 0.1, 3, 7, 2, 0.5, 4, 1], minimum: [1, -2, 3, 0, 5, -1, 2, 2, 0.25])

    @Test func `Adam's first steps are those computed by hand`() {
        // g = 2 at x = 2: m̂ = 2, v̂ = 4, so the first step is 0.1 · 2 / (2 + 1e-8).
        var parabola = Curve { ($0 * $0 / 2, $0) }
        let iterate = Iterate(at: [2])
        let adam = Adam(parameterCount: 1, schedule: Schedule(initialRate: 0.1))
        #expect(adam.step(iterate, of: &parabola) == .advanced)
        #expect(abs(iterate.coordinates[0] - (2 - 0.1 * 2 / (2 + 1e-8))) < 1e-15)
        // g = 1.9: m = 0.9·0.2 + 0.1·1.9 = 0.37, v = 0.999·0.004 + 0.001·3.61 = 0.007606;
        // m̂ = 0.37/0.19, v̂ = 0.007606/0.001999.
        _ = adam.step(iterate, of: &parabola)
        let second = 0.1 * (0.37 / 0.19) / ((0.007606 / 0.001999).squareRoot() + 1e-8)
        #expect(abs(iterate.coordinates[0] - (1.9 - second)) < 1e-9)
    }

    @Test func `Adam follows the published algorithm step by step`() {
        var objective = objective
        let count = objective.parameterCount
        let start = (0..<count).map { Double($0) - 4 }
        let iterate = Iterate(at: start)
        let schedule = Schedule(initialRate: 0.05, shape: .exponential(halfLife: 100))
        let adam = Adam(parameterCount: count, schedule: schedule)
        var reference = start
        var first = Array(repeating: 0.0, count: count)
        var second = first
        var gradient = first
        for step in 1...300 {
            _ = adam.step(iterate, of: &objective)
            _ = objective.evaluate(reference, gradient: &gradient)
            for index in 0..<count {
                let slope = gradient[index]
                first[index] = 0.9 * first[index] + 0.1 * slope
                second[index] = 0.999 * second[index] + 0.001 * slope * slope
                let mean = first[index] / (1 - power(0.9, step))
                let square = second[index] / (1 - power(0.999, step))
                reference[index] -=
                    schedule.rate(at: step - 1) * mean / (square.squareRoot() + 1e-8)
            }
            for (mine, theirs) in zip(iterate.coordinates, reference) {
                #expect(abs(mine - theirs) < 1e-10 * max(1, abs(theirs)))
            }
        }
    }

    @Test func `RAdam follows the published algorithm step by step`() {
        var objective = objective
        let count = objective.parameterCount
        let start = Array(repeating: 0.5, count: count)
        let iterate = Iterate(at: start)
        let radam = RAdam(parameterCount: count, schedule: Schedule(initialRate: 0.02))
        var reference = start
        var first = Array(repeating: 0.0, count: count)
        var second = first
        var gradient = first
        var rectified = 0
        for step in 1...50 {
            _ = radam.step(iterate, of: &objective)
            _ = objective.evaluate(reference, gradient: &gradient)
            let decay = power(0.999, step)
            let length = 1999 - 2 * Double(step) * decay / (1 - decay)
            for index in 0..<count {
                let slope = gradient[index]
                first[index] = 0.9 * first[index] + 0.1 * slope
                second[index] = 0.999 * second[index] + 0.001 * slope * slope
                var stride = first[index] / (1 - power(0.9, step))
                if length > 4 {
                    let ratio =
                        ((length - 4) / 1995) * ((length - 2) / 1997) * (1999 / length)
                    stride *= ratio.squareRoot()
                    stride /= (second[index] / (1 - decay)).squareRoot() + 1e-8
                }
                reference[index] -= 0.02 * stride
            }
            if length > 4 { rectified += 1 }
            for (mine, theirs) in zip(iterate.coordinates, reference) {
                #expect(abs(mine - theirs) < 1e-9 * max(1, abs(theirs)))
            }
        }
        #expect(rectified == 46)
    }

    @Test func `AdamW decays apart from the moments, and only what it should`() {
        var objective = objective
        let count = objective.parameterCount
        let start = (0..<count).map { Double($0) - 4 }
        let decay = (0..<count).map { $0.isMultiple(of: 2) ? 0.3 : 0 }
        let schedule = Schedule(initialRate: 0.05, shape: .step(every: 3, factor: 0.5))
        let plain = Adam(parameterCount: count, schedule: schedule)
        let decaying = Adam(parameterCount: count, schedule: schedule, decay: decay)
        let first = Iterate(at: start)
        for step in 0..<8 {
            let before = first.coordinates
            _ = plain.step(first, of: &objective)
            // The same gradient for both: the decay is what is left between them.
            let second = Iterate(at: before)
            _ = decaying.step(second, of: &objective)
            for index in 0..<count {
                let shrunk = schedule.rate(at: step) * decay[index] * before[index]
                let difference = first.coordinates[index] - second.coordinates[index]
                #expect(abs(difference - shrunk) < 1e-14)
            }
        }
    }

    /// Steps of each first-order method, the last parameter at a rate of its own.
    @Test(arguments: ["adam", "radam", "sgd"])
    func `A rate factor scales a parameter's step alone`(name: String) {
        let factors: [Double]? = [1, 1, 0.25]
        func step(_ factors: [Double]?) -> [Double] {
            var objective = Quadratic(curvatures: [1, 2, 3], minimum: [0, 0, 0])
            let schedule = Schedule(initialRate: 0.125)
            let method: any Optimizer =
                switch name {
                case "adam":
                    Adam(parameterCount: 3, schedule: schedule, rateFactors: factors)
                case "radam":
                    RAdam(parameterCount: 3, schedule: schedule, rateFactors: factors)
                default:
                    MomentumDescent(
                        parameterCount: 3, schedule: schedule, momentum: 0, rateFactors: factors)
                }
            let iterate = Iterate(at: [4, 4, 4])
            _ = method.step(iterate, of: &objective)
            return iterate.coordinates.map { 4 - $0 }
        }
        let plain = step(nil)
        let scaled = step(factors)
        #expect(scaled[0] == plain[0] && scaled[1] == plain[1])
        #expect(abs(scaled[2] - plain[2] / 4) < 1e-15)
    }

    @Test func `Momentum adds up what went before`() {
        var parabola = Curve { ($0 * $0 / 2, $0) }
        let iterate = Iterate(at: [1])
        let descent = MomentumDescent(
            parameterCount: 1, schedule: Schedule(initialRate: 0.25), momentum: 0.5)
        // v = 1, x = 0.75; v = 0.5 + 0.75 = 1.25, x = 0.4375; v = 1.0625, x = 0.171875.
        for expected in [0.75, 0.4375, 0.171875] {
            _ = descent.step(iterate, of: &parabola)
            #expect(iterate.coordinates == [expected])
        }
    }

    @Test func `Plain descent shrinks each distance by its own factor`() {
        var objective = objective
        let iterate = Iterate(at: Array(repeating: 0, count: objective.parameterCount))
        let descent = MomentumDescent(
            parameterCount: objective.parameterCount, schedule: Schedule(initialRate: 0.1),
            momentum: 0)
        for _ in 0..<20 { _ = descent.step(iterate, of: &objective) }
        for (index, coordinate) in iterate.coordinates.enumerated() {
            let factor = power(1 - 0.1 * objective.curvatures[index], 20)
            let expected = objective.minimum[index] * (1 - factor)
            #expect(abs(coordinate - expected) < 1e-12)
        }
    }

    @Test func `A step costs one evaluation, also when someone looks in between`() {
        var objective = objective
        let iterate = Iterate(at: objective.minimum.map { $0 + 1 })
        let adam = Adam(
            parameterCount: objective.parameterCount, schedule: Schedule(initialRate: 0.01))
        for _ in 0..<10 {
            iterate.evaluate(&objective)
            _ = adam.step(iterate, of: &objective)
        }
        #expect(objective.evaluations == 10)
    }

    @Test func `Adam falls into Rosenbrock's valley and follows it to the minimum`() {
        var valley = Rosenbrock(parameterCount: 2)
        let iterate = Iterate(at: [-1.2, 1])
        let adam = Adam(
            parameterCount: 2,
            schedule: Schedule(initialRate: 0.02, shape: .exponential(halfLife: 4000)))
        for _ in 0..<20_000 { _ = adam.step(iterate, of: &valley) }
        iterate.evaluate(&valley)
        #expect(iterate.value < 1e-6)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `A gradient that is not finite stops a phase where it stands`(slope: Double) {
        var broken = Curve { (1, $0 > 0.95 ? 1 : slope) }
        let iterate = Iterate(at: [1])
        let adam = Adam(parameterCount: 1, schedule: Schedule(initialRate: 0.1))
        #expect(adam.step(iterate, of: &broken) == .advanced)
        let before = iterate.coordinates
        #expect(adam.step(iterate, of: &broken) == .notFinite)
        #expect(iterate.coordinates == before)
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1.0) { product, _ in product * base }
    }
}
