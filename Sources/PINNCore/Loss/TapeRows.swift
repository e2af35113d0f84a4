import CKernels
import Expressions

/// Compiled functions evaluated over blocks of points, row by row, without allocation.
///
/// Steps that depend on the time alone run once, in the initialiser; those that depend on the
/// unknowns alone once an evaluation, in ``setUnknowns(_:)``; the others in ``run(block:)``.
final class TapeRows {
    let functions: CompiledFunctions
    private let kernels: kernel_table
    private let pointCounts: [Int]
    /// Points of the longest block.
    private let width: Int
    private let outputs: [Int]
    private let perEvaluation: [kernel_instruction]
    private let everyTime: [kernel_instruction]
    /// Registers that hold an unknown, with its index.
    private let unknownRegisters: [(register: Int, unknown: Int)]
    /// Registers that depend on unknowns alone and are read.
    private let uniformRegisters: [Int]
    /// For each block the row of every register.
    private var tables: [RowTable] = []
    private var memory: [AlignedDoubles] = []

    /// Prepares functions of (time, states, unknowns) for some blocks of points, at least one.
    ///
    /// - Parameter stateRows: the S rows in which the states of a block are put before it runs.
    init(
        _ functions: CompiledFunctions, blocks: [PointBlock],
        stateRows: [UnsafeMutablePointer<Double>], kernels: kernel_table
    ) {
        let schedule = TapeSchedule(tape: functions.tape, stateCount: stateRows.count)
        let registers = functions.tape.instructions
        self.functions = functions
        self.kernels = kernels
        pointCounts = blocks.map(\.paddedCount)
        width = pointCounts.max() ?? 0
        outputs = functions.tape.outputs.map(Int.init)
        perEvaluation = schedule.steps(.oncePerEvaluation)
        everyTime = schedule.steps(.everyTime)
        unknownRegisters = registers.indices.compactMap { index in
            let unknown = Int(registers[index].left) - 1 - stateRows.count
            return registers[index].operation == .slot && unknown >= 0 ? (index, unknown) : nil
        }
        uniformRegisters = registers.indices.filter {
            schedule.rhythms[$0] == .oncePerEvaluation && schedule.isRead[$0]
        }
        layOutRows(schedule, blocks: blocks, stateRows: stateRows)
        fillFixedRows(schedule, blocks: blocks)
    }

    /// Registers share a row over all blocks, except the states, whose rows are given, and what
    /// depends on the time alone and is read, which each block keeps.
    private func layOutRows(
        _ schedule: TapeSchedule, blocks: [PointBlock], stateRows: [UnsafeMutablePointer<Double>]
    ) {
        let registers = schedule.tape.instructions
        let shared = AlignedDoubles(count: width * registers.count)
        memory.append(shared)
        let kept = registers.indices.filter {
            schedule.rhythms[$0] == .oncePerPoint && schedule.isRead[$0]
        }
        for block in blocks {
            let own = AlignedDoubles(count: block.paddedCount * kept.count)
            memory.append(own)
            var rows = registers.indices.map { shared.base + $0 * width }
            for (index, register) in kept.enumerated() {
                rows[register] = own.base + index * block.paddedCount
            }
            for (index, register) in registers.enumerated() where register.operation == .slot {
                let state = Int(register.left) - 1
                if stateRows.indices.contains(state) { rows[index] = stateRows[state] }
            }
            tables.append(RowTable(rows))
        }
    }

    private func fillFixedRows(_ schedule: TapeSchedule, blocks: [PointBlock]) {
        let steps = schedule.steps(.oncePerPoint)
        for (table, block) in zip(tables, blocks) {
            for (index, register) in schedule.tape.instructions.enumerated() {
                if register.operation == .constant {
                    table[index].fill(register.constant, vectors: block.vectors)
                } else if register.operation == .slot, register.left == 0 {
                    table[index].base.update(from: block.times, count: block.paddedCount)
                }
            }
            kernels.run_tape(steps, Int32(steps.count), Int32(block.paddedCount), table.rows)
        }
    }

    /// Sets the unknowns for the evaluations that follow.
    func setUnknowns(_ values: UnsafePointer<Double>) {
        guard let table = tables.first else { return }
        for (register, unknown) in unknownRegisters {
            table[register].base[0] = values[unknown]
        }
        kernels.run_tape(perEvaluation, Int32(perEvaluation.count), 1, table.rows)
        for register in uniformRegisters {
            table[register].fill(table[register].base[0], vectors: width / 4)
        }
    }

    /// Evaluates all outputs at the points of a block.
    func run(block: Int) {
        kernels.run_tape(
            everyTime, Int32(everyTime.count), Int32(pointCounts[block]), tables[block].rows)
    }

    /// The row of an output: of a function, or of a derivative after all ``functions``' values.
    @inline(__always)
    func output(_ index: Int, block: Int) -> Row { tables[block][outputs[index]] }

    /// Whether every output is 0 everywhere, as the jumps of a problem without doses are.
    var isZero: Bool {
        functions.derivatives.isEmpty
            && functions.tape.outputs.allSatisfy {
                let instruction = functions.tape.instructions[Int($0)]
                return instruction.operation == .constant && instruction.constant == 0
            }
    }
}
