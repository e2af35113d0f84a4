import Draws
import PINNCore
import Testing

@Suite struct NetworkShapeTests {
    @Test(arguments: [(1, 1, 1), (3, 32, 4), (5, 7, 2)])
    func `the layers cover all parameters without a gap`(
        layers: Int, neurons: Int, outputs: Int
    ) {
        let shape = NetworkShape(layers: layers, neurons: neurons, outputs: outputs)
        var next = 0
        for layer in shape.linearLayers {
            #expect(layer.offset == next)
            #expect(layer.bias(output: layer.outputs - 1) == next + layer.parameterCount - 1)
            next += layer.parameterCount
        }
        #expect(next == shape.parameterCount)
        #expect(shape.linearLayers.count == layers + 1)
        #expect(shape.linearLayers.last?.outputs == outputs)
    }

    @Test(arguments: NetworkInitialization.allCases)
    func `drawn weights have the variance of their layer, biases are 0`(
        initialization: NetworkInitialization
    ) {
        let shape = NetworkShape(layers: 2, neurons: 80, outputs: 3)
        var stream = DrawStream(seed: 7, replicate: 0, purpose: .network)
        let parameters = initialization.parameters(of: shape, stream: &stream)
        let layer = shape.linearLayers[1]
        var squares = 0.0
        for output in 0..<layer.outputs {
            #expect(parameters[layer.bias(output: output)] == 0)
            for input in 0..<layer.inputs {
                let weight = parameters[layer.weight(output: output, input: input)]
                squares += weight * weight
            }
        }
        let variance = squares / Double(layer.outputs * layer.inputs)
        // Of 6,400 draws: 5 % is three standard errors of a normal sample's variance.
        #expect(abs(variance * 80 - 1) < 0.06)
    }

    @Test func `the same stream draws the same weights, another one others`() {
        let shape = NetworkShape(layers: 1, neurons: 4, outputs: 1)
        func weights(_ replicate: UInt64) -> [Double] {
            var stream = DrawStream(seed: 7, replicate: replicate, purpose: .network)
            return NetworkInitialization.glorotNormal.parameters(of: shape, stream: &stream)
        }
        #expect(weights(1) == weights(1))
        #expect(weights(1) != weights(2))
    }
}
