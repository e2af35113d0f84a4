import Draws
import Expressions
import PINNCore
import Testing

/// A loss with parameters to evaluate it at, for tests.
struct LossCase {
    var problem: SampleProblem
    var layers = 2
    var neurons = 7
    var activation = Activation.tanh
    var condition = InitialCondition.soft
    var weights = LossWeights(data: 1.5, initial: 0.7, residual: 2.5)
    var collocationCount = 11
    var features = InputFeatures.none

    func shape(_ problem: InverseProblem) -> NetworkShape {
        NetworkShape(
            layers: layers, neurons: neurons, outputs: problem.system.stateCount,
            inputs: 1 + features.count)
    }

    func collocationTimes() -> [Double] {
        (0..<collocationCount).map { index in
            let part = Double(index) / Double(max(collocationCount - 1, 1))
            return problem.start + part * (problem.end - problem.start)
        }
    }

    func lossFunction(
        _ instructionSet: InstructionSet = .current, _ precision: Precision = .f64
    ) throws -> LossFunction {
        let problem = try problem.compiled()
        return LossFunction(
            problem: problem, shape: shape(problem), activation: activation, weights: weights,
            initialCondition: condition, collocationTimes: collocationTimes(),
            features: features, precision: precision, instructionSet: instructionSet)
    }

    func plainLoss() throws -> PlainLoss {
        let problem = try problem.compiled()
        return PlainLoss(
            problem: problem, shape: shape(problem), activation: activation,
            condition: condition, collocationTimes: collocationTimes(), features: features)
    }

    /// Drawn weights, biases and unknowns, none of them at its start.
    func parameters(seed: UInt64 = 1) throws -> [Double] {
        var stream = DrawStream(seed: seed, replicate: 0, purpose: .network)
        let start = try lossFunction().startParameters(.glorotNormal, stream: &stream)
        return start.map { $0 + 0.2 * stream.normal() }
    }
}

extension LossFunction {
    /// The parts and the gradient, for tests.
    func evaluated(_ parameters: [Double]) -> (parts: LossParts, gradient: [Double]) {
        var gradient = [Double](repeating: .nan, count: parameterCount)
        let value = evaluate(parameters, gradient: &gradient)
        return (value.parts, gradient)
    }

    /// The gradient of what is lowered, by differences of the fourth order.
    func differences(_ parameters: [Double], step: Double = 1e-3) -> [Double] {
        parameters.indices.map { index in
            func total(_ steps: Double) -> Double {
                var moved = parameters
                moved[index] += steps * step
                return value(moved).total
            }
            return (8 * (total(1) - total(-1)) - (total(2) - total(-2))) / (12 * step)
        }
    }
}

/// Element by element, relative to the element or to a hundredth of the largest one.
func expectClose(_ values: [Double], _ wanted: [Double], tolerance: Double) {
    #expect(values.count == wanted.count)
    let largest = wanted.map(abs).max() ?? 0
    for (index, (value, goal)) in zip(values, wanted).enumerated() {
        let scale = max(abs(goal), largest / 100)
        #expect(abs(value - goal) <= tolerance * scale, "element \(index)")
    }
}
