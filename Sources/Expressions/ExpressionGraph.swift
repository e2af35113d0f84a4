/// A node of an ``ExpressionGraph``; it means something in its own graph only.
public struct NodeID: Hashable, Sendable {
    let index: Int32
}

/// Expressions as one graph in which equal parts exist once.
///
/// Nodes are simplified as they are made. A constant is folded only when the result is finite, so
/// that 1/0 stays in the graph and shows as NaN or infinity where it is evaluated; 0·x becomes 0
/// unless x contains such a part. All functions keep operands before their users, so no function
/// of the graph recurses, however long an expression is.
public struct ExpressionGraph: Sendable {
    /// One node; the bits of a constant, so that 0 and -0 differ and NaN equals itself.
    struct Node: Hashable {
        let operation: Tape.Operation
        let left: Int32
        let right: Int32
        let bits: UInt64
    }

    /// All nodes; operands stand before their users.
    private(set) var nodes: [Node] = []
    private var slotSets: [SlotSet] = []
    /// Whether a node contains a constant part that is not finite.
    private var areHazards: [Bool] = []
    private var indices: [Node: Int32] = [:]
    var derivatives: [DerivativeKey: NodeID] = [:]

    /// An empty graph.
    public init() {}

    /// The node of a constant.
    public mutating func constant(_ value: Double) -> NodeID {
        let node = Node(operation: .constant, left: 0, right: 0, bits: value.bitPattern)
        return intern(node, slots: SlotSet(), isHazard: !value.isFinite)
    }

    /// The node of a slot, counted from 0.
    public mutating func variable(slot: Int) -> NodeID {
        let node = Node(operation: .slot, left: Int32(slot), right: Int32(slot), bits: 0)
        return intern(node, slots: SlotSet(slot), isHazard: false)
    }

    /// The value of a node that is a constant, else nil.
    public func constantValue(of node: NodeID) -> Double? {
        let content = self[node]
        return content.operation == .constant ? Double(bitPattern: content.bits) : nil
    }

    /// Whether a node depends on a slot, as far as the graph shows.
    public func dependsOn(_ node: NodeID, slot: Int) -> Bool {
        slotSets[Int(node.index)].contains(slot)
    }

    /// The slots a node depends on, as far as the graph shows.
    public func slots(of node: NodeID) -> SlotSet { slotSets[Int(node.index)] }

    subscript(node: NodeID) -> Node { nodes[Int(node.index)] }

    /// Whether a node contains a constant part that is not finite.
    func isHazard(_ node: NodeID) -> Bool { areHazards[Int(node.index)] }

    /// The node of an operation, which is folded where its operands are constants and the result
    /// is finite. Simplification has been done before.
    mutating func operation(
        _ operation: Tape.Operation, _ left: NodeID, _ right: NodeID
    ) -> NodeID {
        var isHazard = isHazard(left) || isHazard(right)
        if let first = constantValue(of: left), let second = constantValue(of: right) {
            let value = operation.value(first, second)
            if value.isFinite { return constant(value) }
            isHazard = true
        }
        let node = Node(operation: operation, left: left.index, right: right.index, bits: 0)
        return intern(node, slots: slots(of: left).union(slots(of: right)), isHazard: isHazard)
    }

    private mutating func intern(_ node: Node, slots: SlotSet, isHazard: Bool) -> NodeID {
        if let index = indices[node] { return NodeID(index: index) }
        let index = Int32(nodes.count)
        nodes.append(node)
        slotSets.append(slots)
        areHazards.append(isHazard)
        indices[node] = index
        return NodeID(index: index)
    }
}
