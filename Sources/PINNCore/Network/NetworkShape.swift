import CKernels

/// The shape of a fully connected network inputs → [neurons] × layers → outputs.
///
/// Parameters lie layer by layer, in a layer output by output: the weights of that output, one an
/// input, then its bias. A layer with n inputs and m outputs takes m · (n + 1) numbers.
public struct NetworkShape: Hashable, Sendable {
    /// Hidden layers, at least 1.
    public let layers: Int
    /// Neurons of a hidden layer, at least 1.
    public let neurons: Int
    /// Outputs, at least 1.
    public let outputs: Int
    /// Inputs: the time and its ``InputFeatures``, at least 1.
    public let inputs: Int

    /// A shape; all four numbers must be positive.
    public init(layers: Int, neurons: Int, outputs: Int, inputs: Int = 1) {
        precondition(
            layers > 0 && neurons > 0 && outputs > 0 && inputs > 0,
            "a network has layers and neurons")
        self.inputs = inputs
        self.layers = layers
        self.neurons = neurons
        self.outputs = outputs
    }

    /// One linear layer: where its parameters begin, and how many numbers come in and go out.
    public struct Layer: Hashable, Sendable {
        /// The index of the first parameter.
        public let offset: Int
        /// Inputs.
        public let inputs: Int
        /// Outputs.
        public let outputs: Int

        /// The index of the weight from an input to an output.
        public func weight(output: Int, input: Int) -> Int {
            offset + output * (inputs + 1) + input
        }

        /// The index of the bias of an output.
        public func bias(output: Int) -> Int { weight(output: output, input: inputs) }

        /// Weights and biases.
        public var parameterCount: Int { outputs * (inputs + 1) }
    }

    /// All linear layers from the input to the output: hidden layers and the last one.
    public var linearLayers: [Layer] {
        var result: [Layer] = []
        var offset = 0
        for index in 0...layers {
            let layer = Layer(
                offset: offset,
                inputs: index == 0 ? inputs : neurons,
                outputs: index == layers ? outputs : neurons)
            result.append(layer)
            offset += layer.parameterCount
        }
        return result
    }

    /// Weights and biases of all layers.
    public var parameterCount: Int {
        neurons * (inputs + 1) + (layers - 1) * neurons * (neurons + 1) + outputs * (neurons + 1)
    }

    func kernel(activation: Activation) -> kernel_shape {
        kernel_shape(
            layers: Int32(layers), neurons: Int32(neurons), outputs: Int32(outputs),
            activation: Int32(activation.kernel.rawValue), inputs: Int32(inputs))
    }
}
