import Expressions
import Glibc
import PINNCore

/// The loss as its definition reads, point by point: slow and plain, the judge of the fast one.
struct PlainLoss {
    let problem: InverseProblem
    let shape: NetworkShape
    let activation: Activation
    let condition: InitialCondition
    let collocationTimes: [Double]
    var features = InputFeatures.none

    /// The loss's parts for numbers of any kind.
    func parts<Scalar: PlainScalar>(
        _ parameters: [Scalar]
    ) -> (data: Scalar, initial: Scalar, residual: Scalar) {
        let unknowns = unknowns(parameters)
        let initial =
            condition == .soft ? initialPart(parameters, unknowns) : Scalar(0)
        return (
            dataPart(parameters, unknowns, heldOut: false), initial,
            residualPart(parameters, unknowns)
        )
    }

    /// The gradient of the weighted sum, one direction at a time.
    func gradient(_ parameters: [Double], weights: LossWeights) -> [Double] {
        parameters.indices.map { direction in
            var duals = parameters.map { Dual($0) }
            duals[direction].slope = 1
            let parts = parts(duals)
            return weights.data * parts.data.slope + weights.initial * parts.initial.slope
                + weights.residual * parts.residual.slope
        }
    }

    func unknowns<Scalar: PlainScalar>(_ parameters: [Scalar]) -> [Scalar] {
        problem.unknowns.enumerated().map { index, unknown in
            let variable = parameters[shape.parameterCount + index]
            return unknown.isLogarithmic
                ? variable.exponential : variable * Scalar(max(abs(unknown.guess), 1))
        }
    }

    // MARK: The three parts

    private func residualPart<Scalar: PlainScalar>(
        _ parameters: [Scalar], _ unknowns: [Scalar]
    ) -> Scalar {
        let squares = residualSquares(parameters, unknowns).joined()
        return squares.reduce(Scalar(0), +) / Scalar(Double(squares.count))
    }

    /// For each collocation point the squares of the states' scaled residuals.
    func residualSquares<Scalar: PlainScalar>(
        _ parameters: [Scalar], _ unknowns: [Scalar]
    ) -> [[Scalar]] {
        collocationTimes.map { time in
            let (states, tangents) = states(at: time, parameters, unknowns)
            let rates = values(problem.system.rates, time, states, unknowns)
            return rates.enumerated().map { index, rate in
                let scale = problem.rateScales[index] * problem.stateScales[index]
                let misfit = (tangents[index] - rate) / Scalar(scale)
                return misfit * misfit
            }
        }
    }

    func dataPart<Scalar: PlainScalar>(
        _ parameters: [Scalar], _ unknowns: [Scalar], heldOut: Bool
    ) -> Scalar {
        let squares = cellSquares(parameters, unknowns, heldOut: heldOut)
        return squares.reduce(Scalar(0), +) / Scalar(Double(squares.count))
    }

    /// The squares of the observed cells' scaled misfits, row by row.
    func cellSquares<Scalar: PlainScalar>(
        _ parameters: [Scalar], _ unknowns: [Scalar], heldOut: Bool = false
    ) -> [Scalar] {
        let data = problem.observations
        var squares: [Scalar] = []
        for (row, time) in data.times.enumerated() where data.heldOut[row] == heldOut {
            let states = states(at: time, parameters, unknowns).values
            let observed = values(problem.system.observables, time, states, unknowns)
            for (index, prediction) in observed.enumerated() {
                let value = data.value(row: row, observable: index)
                if value.isNaN { continue }
                guard !data.deviations.isEmpty else {
                    let misfit = (prediction - Scalar(value)) / Scalar(data.scales[index])
                    squares.append(misfit * misfit)
                    continue
                }
                let cell = row * data.scales.count + index
                let deviation = Scalar(data.deviations[cell])
                let misfit = (prediction - Scalar(value)) / deviation
                let isCensored = !data.isCensored.isEmpty && data.isCensored[cell]
                let square =
                    isCensored
                    ? Scalar(-2) * (Scalar(0) - misfit).logarithmOfNormal : misfit * misfit
                squares.append(Scalar(errorModelFactor) * square)
            }
        }
        return squares
    }

    /// κ²: by what an error model's squares are multiplied to count like those without one.
    private var errorModelFactor: Double {
        let data = problem.observations
        var (plain, modelled) = (0.0, 0.0)
        for (cell, value) in data.values.enumerated() {
            let row = cell / data.scales.count
            guard !value.isNaN, !data.heldOut[row] else { continue }
            plain += pow(data.scales[cell % data.scales.count], -2)
            modelled += pow(data.deviations[cell], -2)
        }
        return plain / modelled
    }

    private func initialPart<Scalar: PlainScalar>(
        _ parameters: [Scalar], _ unknowns: [Scalar]
    ) -> Scalar {
        let squares = startSquares(parameters, unknowns)
        return squares.reduce(Scalar(0), +) / Scalar(Double(squares.count))
    }

    /// The squares of the states' scaled misfits at the start.
    func startSquares<Scalar: PlainScalar>(
        _ parameters: [Scalar], _ unknowns: [Scalar]
    ) -> [Scalar] {
        let states = states(at: problem.start, parameters, unknowns).values
        let wanted = initialValues(unknowns)
        return problem.stateScales.enumerated().map { index, scale in
            let misfit = (states[index] - wanted[index]) / Scalar(scale)
            return misfit * misfit
        }
    }

    // MARK: States

    /// û and û' at a time.
    func states<Scalar: PlainScalar>(
        at time: Double, _ parameters: [Scalar], _ unknowns: [Scalar]
    ) -> (values: [Scalar], tangents: [Scalar]) {
        let (outputs, rates) = network(time, parameters)
        let jumps = values(problem.system.jumps, time, noStates(), unknowns)
        let start = initialValues(unknowns)
        var result: (values: [Scalar], tangents: [Scalar]) = ([], [])
        for (index, scale) in problem.stateScales.enumerated() {
            let sigma = Scalar(scale)
            switch condition {
            case .soft:
                result.values.append(sigma * outputs[index] + jumps[index])
                result.tangents.append(sigma * rates[index])
            case .hard:
                let steepness = 10 / (problem.end - problem.start)
                let g = tanh(steepness * (time - problem.start))
                let slope = steepness * (1 - g * g)
                result.values.append(
                    start[index] + sigma * Scalar(g) * outputs[index] + jumps[index])
                result.tangents.append(
                    sigma * (Scalar(slope) * outputs[index] + Scalar(g) * rates[index]))
            }
        }
        return result
    }

    private func noStates<Scalar: PlainScalar>() -> [Scalar] {
        Array(repeating: Scalar(0), count: problem.system.stateCount)
    }

    private func initialValues<Scalar: PlainScalar>(_ unknowns: [Scalar]) -> [Scalar] {
        values(problem.system.initialValues, problem.start, noStates(), unknowns)
    }

    /// Compiled functions at numbers of any kind, by their first derivatives.
    private func values<Scalar: PlainScalar>(
        _ functions: CompiledFunctions, _ time: Double, _ states: [Scalar], _ unknowns: [Scalar]
    ) -> [Scalar] {
        let arguments = [Scalar(time)] + states + unknowns
        let outputs = functions.tape.values(at: arguments.map(\.value))
        var result = (0..<functions.count).map { Scalar(outputs[$0]) }
        for (entry, derivative) in functions.derivatives.enumerated() {
            let argument = arguments[derivative.slot]
            let change = argument - Scalar(argument.value)
            result[derivative.function] =
                result[derivative.function] + Scalar(outputs[functions.count + entry]) * change
        }
        return result
    }

    // MARK: The network

    /// N(t) and dN/dt.
    private func network<Scalar: PlainScalar>(
        _ time: Double, _ parameters: [Scalar]
    ) -> (values: [Scalar], tangents: [Scalar]) {
        let slope = 2 / (problem.end - problem.start)
        let sides = inputs(time)
        var values = [Scalar(slope * (time - problem.start) - 1)] + sides.map { Scalar($0.value) }
        var tangents = [Scalar(slope)] + sides.map { Scalar($0.slope) }
        let layers = shape.linearLayers
        for (index, layer) in layers.enumerated() {
            var sums: [Scalar] = []
            var sumTangents: [Scalar] = []
            for output in 0..<layer.outputs {
                var sum = parameters[layer.bias(output: output)]
                var tangent = Scalar(0)
                for input in 0..<layer.inputs {
                    let weight = parameters[layer.weight(output: output, input: input)]
                    sum = sum + weight * values[input]
                    tangent = tangent + weight * tangents[input]
                }
                sums.append(sum)
                sumTangents.append(tangent)
            }
            let isLast = index == layers.count - 1
            values = isLast ? sums : sums.map { activate($0).value }
            tangents =
                isLast
                ? sumTangents : zip(sums, sumTangents).map { activate($0).slope * $1 }
        }
        return (values, tangents)
    }

    /// The features of a time as duals by it.
    private func inputs(_ time: Double) -> [Dual] {
        let time = Dual(time - problem.start, slope: 1)
        switch features {
        case .none: return []
        case .fourier(let count, let scale):
            let cycle = Dual(2 * Double.pi * scale / (problem.end - problem.start))
            return (1...count).flatMap { harmonic in
                let angle = Dual(Double(harmonic)) * cycle * time
                return [angle.sine, angle.cosine]
            }
        case .exponential(let rates):
            return rates.map { (Dual(-$0) * time).exponential }
        }
    }

    /// The activation and its derivative.
    private func activate<Scalar: PlainScalar>(
        _ z: Scalar
    ) -> (value: Scalar, slope: Scalar) {
        let one = Scalar(1)
        let sigmoid = one / (one + (Scalar(0) - z).exponential)
        switch activation {
        case .tanh:
            let a = z.hyperbolicTangent
            return (a, one - a * a)
        case .sin: return (z.sine, z.cosine)
        case .swish: return (z * sigmoid, sigmoid + z * sigmoid * (one - sigmoid))
        case .gelu:
            let half = Scalar(0.5)
            let cumulative = half + half * (z * Scalar(0.5.squareRoot())).errorFunction
            let density =
                (Scalar(-0.5) * z * z).exponential / Scalar((2 * Double.pi).squareRoot())
            return (z * cumulative, cumulative + z * density)
        case .softplus: return (z.exponential.logarithmOfOnePlus, sigmoid)
        case .sigmoid: return (sigmoid, sigmoid * (one - sigmoid))
        }
    }
}
