/// A derivative that a tape has an output for.
public struct DerivativeEntry: Hashable, Sendable {
    /// Which function, from 0.
    public let function: Int
    /// The slot by which it is differentiated.
    public let slot: Int

    /// The derivative of a function by a slot.
    public init(function: Int, slot: Int) {
        self.function = function
        self.slot = slot
    }
}

/// Functions of slots with those of their first derivatives that are not 0 everywhere.
public struct CompiledFunctions: Hashable, Sendable {
    /// The program: its outputs are the ``count`` values, then one value for each of
    /// ``derivatives``.
    public let tape: Tape
    /// How many functions there are.
    public let count: Int
    /// The derivatives that can be other than 0, by function, then by slot.
    public let derivatives: [DerivativeEntry]

    /// Compiles nodes of a graph with their derivatives by `slots`; the slots of the graph lie in
    /// [0, slotCount).
    public init(
        graph: inout ExpressionGraph, functions: [NodeID], slots: Range<Int>, slotCount: Int
    ) {
        var outputs = functions
        var derivatives: [DerivativeEntry] = []
        for (function, node) in functions.enumerated() {
            for slot in slots where graph.dependsOn(node, slot: slot) {
                let derivative = graph.derivative(of: node, bySlot: slot)
                guard !graph.isConstant(derivative, 0) else { continue }
                outputs.append(derivative)
                derivatives.append(DerivativeEntry(function: function, slot: slot))
            }
        }
        tape = graph.tape(outputs: outputs, slotCount: slotCount)
        count = functions.count
        self.derivatives = derivatives
    }

    /// Parts that fit each other.
    init(tape: Tape, count: Int, derivatives: [DerivativeEntry]) {
        self.tape = tape
        self.count = count
        self.derivatives = derivatives
    }
}
