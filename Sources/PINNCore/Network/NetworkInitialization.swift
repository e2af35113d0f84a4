public import Draws

/// How a network's weights are drawn (Glorot and Bengio 2010); biases are 0.
public enum NetworkInitialization: String, CaseIterable, Sendable {
    /// Normal with variance 2 / (inputs + outputs) of the layer.
    case glorotNormal
    /// Uniform in ±√(6 / (inputs + outputs)), which has the same variance.
    case glorotUniform

    /// The parameters of a network, laid out as ``NetworkShape`` says: weights layer by layer, output
    /// by output, take their draws in this order.
    public func parameters(of shape: NetworkShape, stream: inout DrawStream) -> [Double] {
        var result = [Double](repeating: 0, count: shape.parameterCount)
        for layer in shape.linearLayers {
            let fan = Double(layer.inputs + layer.outputs)
            for output in 0..<layer.outputs {
                for input in 0..<layer.inputs {
                    result[layer.weight(output: output, input: input)] = draw(fan, &stream)
                }
            }
        }
        return result
    }

    private func draw(_ fan: Double, _ stream: inout DrawStream) -> Double {
        switch self {
        case .glorotNormal: stream.normal() * (2 / fan).squareRoot()
        case .glorotUniform: (2 * stream.unit() - 1) * (6 / fan).squareRoot()
        }
    }
}
