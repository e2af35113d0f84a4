public import Expressions

extension CompiledSystem {
    /// The times strictly inside a window at which rates or states jump, rising.
    ///
    /// They are the zeros of the arguments of step() that are linear in time and free of states:
    /// doses, ends of infusions and steps of the user, lags that depend on unknowns among them.
    public func discontinuities(in window: TimeWindow, unknowns: [Double]) -> [Double] {
        let times = [rates.tape, jumps.tape].flatMap { stepTimes(of: $0, unknowns: unknowns) }
        return Set(times).filter { window.start < $0 && $0 < window.end }.sorted()
    }

    /// Where the steps of a tape happen.
    private func stepTimes(of tape: Tape, unknowns: [Double]) -> [Double] {
        let registers = registers(of: tape, unknowns: unknowns)
        var lines: [Line?] = []
        var times: [Double] = []
        for (index, instruction) in tape.instructions.enumerated() {
            if instruction.operation == .step, let line = lines[Int(instruction.left)],
                line.slope != 0
            {
                times.append(-line.offset / line.slope)
            }
            lines.append(line(of: instruction, value: registers[index], lines))
        }
        return times
    }

    /// A value that is a linear function of time: offset + slope · t.
    private struct Line {
        var offset: Double
        var slope: Double
    }

    /// The line of an instruction's value; nil where it depends on states or bends.
    ///
    /// - Parameter value: The value at time 0, which is the offset of what is constant in time.
    private func line(of instruction: Tape.Instruction, value: Double, _ lines: [Line?]) -> Line? {
        switch instruction.operation {
        case .constant: return Line(offset: value, slope: 0)
        case .slot:
            let slot = Int(instruction.left)
            guard slot == 0 || slot > stateCount else { return nil }
            return Line(offset: value, slope: slot == 0 ? 1 : 0)
        default: break
        }
        guard let left = lines[Int(instruction.left)], let right = lines[Int(instruction.right)]
        else { return nil }
        if left.slope == 0 && right.slope == 0 { return Line(offset: value, slope: 0) }
        switch instruction.operation {
        case .add: return Line(offset: value, slope: left.slope + right.slope)
        case .subtract: return Line(offset: value, slope: left.slope - right.slope)
        case .negate: return Line(offset: value, slope: -left.slope)
        case .multiply where right.slope == 0:
            return Line(offset: value, slope: left.slope * right.offset)
        case .multiply where left.slope == 0:
            return Line(offset: value, slope: left.offset * right.slope)
        case .divide where right.slope == 0:
            return Line(offset: value, slope: left.slope / right.offset)
        default: return nil
        }
    }

    /// All registers of a tape at time 0 and states 0.
    private func registers(of tape: Tape, unknowns: [Double]) -> [Double] {
        let slots = [0] + Array(repeating: 0, count: stateCount) + unknowns
        var outputs = [Double](repeating: 0, count: tape.outputs.count)
        return Array(unsafeUninitializedCapacity: tape.registerCount) { registers, count in
            count = tape.registerCount
            guard let registers = registers.baseAddress else { return }
            tape.evaluate(slots, registers: registers, outputs: &outputs)
        }
    }
}
