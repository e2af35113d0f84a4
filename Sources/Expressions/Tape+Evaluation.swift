extension Tape {
    /// Evaluates every output at one point, without allocating.
    ///
    /// - Parameters:
    ///   - slots: ``slotCount`` values.
    ///   - registers: room for ``registerCount`` values.
    ///   - results: room for one value an output.
    public func evaluate(
        _ slots: UnsafePointer<Double>,
        registers: UnsafeMutablePointer<Double>,
        outputs results: UnsafeMutablePointer<Double>
    ) {
        instructions.withUnsafeBufferPointer { instructions in
            for index in instructions.indices {
                let instruction = instructions[index]
                switch instruction.operation {
                case .constant: registers[index] = instruction.constant
                case .slot: registers[index] = slots[Int(instruction.left)]
                case let operation:
                    registers[index] = operation.value(
                        registers[Int(instruction.left)], registers[Int(instruction.right)])
                }
            }
        }
        for (index, register) in outputs.enumerated() { results[index] = registers[Int(register)] }
    }

    /// The outputs at one point, for places where an allocation does not matter.
    public func values(at slots: [Double]) -> [Double] {
        precondition(slots.count == slotCount, "a tape needs a value for each of its slots")
        var registers = [Double](repeating: 0, count: registerCount)
        var results = [Double](repeating: 0, count: outputs.count)
        evaluate(slots, registers: &registers, outputs: &results)
        return results
    }
}
