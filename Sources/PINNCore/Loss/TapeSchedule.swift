import CKernels
import Expressions

/// The steps of a tape, parted by how often they must run.
///
/// What depends on the time alone never changes for a given point, and what depends on the unknowns
/// alone is the same at all points; the rest runs for every point in every evaluation.
struct TapeSchedule {
    /// How often a register changes.
    enum Rhythm {
        /// The same for all points and evaluations.
        case constant
        /// Depends on the time alone: once a point.
        case oncePerPoint
        /// Depends on unknowns alone: once an evaluation.
        case oncePerEvaluation
        /// Depends on states, or on the time and unknowns.
        case everyTime
    }

    let tape: Tape
    /// The rhythm of every register.
    let rhythms: [Rhythm]
    /// Whether a register is an output or an operand of a step that runs every time.
    let isRead: [Bool]

    init(tape: Tape, stateCount: Int) {
        self.tape = tape
        var rhythms: [Rhythm] = []
        for instruction in tape.instructions {
            switch instruction.operation {
            case .constant: rhythms.append(.constant)
            case .slot:
                let slot = Int(instruction.left)
                rhythms.append(
                    slot == 0
                        ? .oncePerPoint : slot > stateCount ? .oncePerEvaluation : .everyTime)
            default:
                rhythms.append(
                    TapeSchedule.joined(
                        rhythms[Int(instruction.left)], rhythms[Int(instruction.right)]))
            }
        }
        self.rhythms = rhythms
        isRead = TapeSchedule.readRegisters(of: tape, rhythms: rhythms)
    }

    /// The steps of one rhythm, in the order of the tape; a step's row is its register.
    func steps(_ rhythm: Rhythm) -> [kernel_instruction] {
        tape.instructions.enumerated().compactMap { index, instruction in
            guard rhythms[index] == rhythm, let operation = instruction.operation.kernel else {
                return nil
            }
            return kernel_instruction(
                operation: Int32(operation.rawValue), left: instruction.left,
                right: instruction.right, result: Int32(index))
        }
    }

    private static func joined(_ left: Rhythm, _ right: Rhythm) -> Rhythm {
        if left == right || right == .constant { return left }
        return left == .constant ? right : .everyTime
    }

    private static func readRegisters(of tape: Tape, rhythms: [Rhythm]) -> [Bool] {
        var isRead = [Bool](repeating: false, count: tape.registerCount)
        for output in tape.outputs { isRead[Int(output)] = true }
        for (index, instruction) in tape.instructions.enumerated()
        where rhythms[index] == .everyTime && instruction.operation.operandCount > 0 {
            isRead[Int(instruction.left)] = true
            isRead[Int(instruction.right)] = true
        }
        return isRead
    }
}

extension Tape.Operation {
    /// The kernels' name for the operation; nil for what is not computed.
    fileprivate var kernel: kernel_operation? {
        switch self {
        case .constant, .slot: nil
        case .add: KERNEL_ADD
        case .subtract: KERNEL_SUBTRACT
        case .multiply: KERNEL_MULTIPLY
        case .divide: KERNEL_DIVIDE
        case .negate: KERNEL_NEGATE
        case .power: KERNEL_POWER
        case .minimum: KERNEL_MINIMUM
        case .maximum: KERNEL_MAXIMUM
        case .exp: KERNEL_EXP
        case .log: KERNEL_LOG
        case .squareRoot: KERNEL_SQUARE_ROOT
        case .sin: KERNEL_SINE
        case .cos: KERNEL_COSINE
        case .tanh: KERNEL_HYPERBOLIC_TANGENT
        case .absolute: KERNEL_ABSOLUTE
        case .step: KERNEL_STEP
        case .whenNonnegative: KERNEL_WHEN_NONNEGATIVE
        case .whenNegative: KERNEL_WHEN_NEGATIVE
        case .powerLog: KERNEL_POWER_LOG
        }
    }
}
