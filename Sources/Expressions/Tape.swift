/// A straight-line program: functions of slots, compiled for evaluation without allocation.
///
/// Instruction `i` writes register `i` and reads registers before it. A tape is a value that can be
/// written to a file and read on another machine.
public struct Tape: Hashable, Sendable {
    /// One step of a tape.
    public struct Instruction: Hashable, Sendable {
        /// What the step does.
        public let operation: Operation
        /// The register of the first operand; of a `slot`, the slot. 0 for a constant.
        public let left: Int32
        /// The register of the second operand; the first one again where there is but one.
        public let right: Int32
        /// The value of a constant, else 0.
        public let constant: Double
    }

    /// How many input slots there are.
    public let slotCount: Int
    /// The steps in the order of evaluation.
    public let instructions: [Instruction]
    /// The register of every output.
    public let outputs: [Int32]

    /// How many registers an evaluation of one point needs.
    public var registerCount: Int { instructions.count }

    /// A tape whose every index has been checked.
    init(slotCount: Int, instructions: [Instruction], outputs: [Int32]) {
        self.slotCount = slotCount
        self.instructions = instructions
        self.outputs = outputs
    }

    /// The slots each output depends on.
    public func dependencies() -> [SlotSet] {
        var registers: [SlotSet] = []
        registers.reserveCapacity(instructions.count)
        for instruction in instructions {
            switch instruction.operation {
            case .constant: registers.append(SlotSet())
            case .slot: registers.append(SlotSet(Int(instruction.left)))
            default:
                let left = registers[Int(instruction.left)]
                registers.append(left.union(registers[Int(instruction.right)]))
            }
        }
        return outputs.map { registers[Int($0)] }
    }
}
