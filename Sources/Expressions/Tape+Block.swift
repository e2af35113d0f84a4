extension Tape {
    /// Evaluates every output at many points, without allocating; all bits of numbers are those
    /// of ``evaluate(_:registers:outputs:)``.
    ///
    /// The loops run over the points, one instruction at a time, so that they vectorise. Some 32
    /// to 256 points keep the registers in the cache.
    ///
    /// - Parameters:
    ///   - count: How many points there are, at most `stride`.
    ///   - slots: For each slot the row of its `count` values.
    ///   - registers: Room for ``registerCount`` rows of `stride` values.
    ///   - results: Room for one row of `stride` values an output; `count` of each are written.
    ///   - stride: The distance of rows in `registers` and `results`, in values.
    public func evaluateBlock(
        count: Int,
        slots: UnsafePointer<UnsafePointer<Double>>,
        registers: UnsafeMutablePointer<Double>,
        outputs results: UnsafeMutablePointer<Double>,
        stride: Int
    ) {
        precondition(count <= stride, "a row holds all points")
        instructions.withUnsafeBufferPointer { instructions in
            let rows = Rows(
                instructions: instructions, slots: slots, registers: registers, stride: stride)
            for index in instructions.indices { rows.evaluate(index, count: count) }
            for (index, register) in outputs.enumerated() {
                (results + index * stride).update(from: rows.row(register), count: count)
            }
        }
    }

    /// The rows that the instructions of a block evaluation read and write.
    private struct Rows {
        let instructions: UnsafeBufferPointer<Instruction>
        let slots: UnsafePointer<UnsafePointer<Double>>
        let registers: UnsafeMutablePointer<Double>
        let stride: Int

        /// Where the values of a register are: slots are read in place.
        func row(_ register: Int32) -> UnsafePointer<Double> {
            let instruction = instructions[Int(register)]
            return instruction.operation == .slot
                ? slots[Int(instruction.left)]
                : UnsafePointer(registers + Int(register) * stride)
        }

        /// Evaluates one instruction. Each case names its operation once more, so that the loop it
        /// inlines contains that operation alone.
        func evaluate(_ index: Int, count: Int) {
            let instruction = instructions[index]
            switch instruction.operation {
            case .slot: break
            case .constant:
                (registers + index * stride).update(repeating: instruction.constant, count: count)
            case .add: loop(.add, index, count)
            case .subtract: loop(.subtract, index, count)
            case .multiply: loop(.multiply, index, count)
            case .divide: loop(.divide, index, count)
            case .negate: loop(.negate, index, count)
            case .power: loop(.power, index, count)
            case .minimum: loop(.minimum, index, count)
            case .maximum: loop(.maximum, index, count)
            case .exp: loop(.exp, index, count)
            case .log: loop(.log, index, count)
            case .squareRoot: loop(.squareRoot, index, count)
            case .sin: loop(.sin, index, count)
            case .cos: loop(.cos, index, count)
            case .tanh: loop(.tanh, index, count)
            case .absolute: loop(.absolute, index, count)
            case .step: loop(.step, index, count)
            case .whenNonnegative: loop(.whenNonnegative, index, count)
            case .whenNegative: loop(.whenNegative, index, count)
            case .powerLog: loop(.powerLog, index, count)
            }
        }

        @inline(__always)
        private func loop(_ operation: Operation, _ index: Int, _ count: Int) {
            let left = row(instructions[index].left)
            let right = row(instructions[index].right)
            let result = registers + index * stride
            for point in 0..<count {
                result[point] = operation.value(left[point], right[point])
            }
        }
    }
}
