extension ExpressionGraph {
    /// The tape of some nodes: what they need and nothing else.
    ///
    /// Slots below `slotCount` only may occur in them.
    public func tape(outputs: [NodeID], slotCount: Int) -> Tape {
        var registers = liveNodes(of: outputs)
        var instructions: [Tape.Instruction] = []
        for (index, register) in registers.enumerated() where register >= 0 {
            registers[index] = Int32(instructions.count)
            instructions.append(instruction(nodes[index], registers))
        }
        let highest = instructions.lazy.filter { $0.operation == .slot }.map(\.left).max() ?? -1
        precondition(highest < slotCount, "every slot that occurs is among those of the tape")
        return Tape(
            slotCount: slotCount, instructions: instructions,
            outputs: outputs.map { registers[Int($0.index)] })
    }

    /// For each node of the graph 0 where the outputs need it, else -1.
    private func liveNodes(of outputs: [NodeID]) -> [Int32] {
        var marks = [Int32](repeating: -1, count: nodes.count)
        for output in outputs { marks[Int(output.index)] = 0 }
        for index in nodes.indices.reversed() where marks[index] == 0 {
            guard nodes[index].operation.operandCount > 0 else { continue }
            marks[Int(nodes[index].left)] = 0
            marks[Int(nodes[index].right)] = 0
        }
        return marks
    }

    private func instruction(_ node: Node, _ registers: [Int32]) -> Tape.Instruction {
        let isLeaf = node.operation.operandCount == 0
        return Tape.Instruction(
            operation: node.operation,
            left: isLeaf ? node.left : registers[Int(node.left)],
            right: isLeaf ? node.right : registers[Int(node.right)],
            constant: node.operation == .constant ? Double(bitPattern: node.bits) : 0)
    }
}
