import Expressions

/// What CVODES calls back: the rates of a system at fixed unknowns, with scratch memory.
///
/// Its pointers are owned here, so that callbacks borrow nothing from Swift arrays.
final class IntegrationContext {
    let stateCount: Int
    private let relativeTolerance: Double
    private let functions: CompiledFunctions
    private let slots: UnsafeMutableBufferPointer<Double>
    private let registers: UnsafeMutableBufferPointer<Double>
    private let outputs: UnsafeMutableBufferPointer<Double>
    /// The largest |u_s| so far, a state each.
    private let magnitudes: UnsafeMutableBufferPointer<Double>
    /// A tolerance that counts while all states are 0.
    private var smallestTolerance = 0.0
    /// The times at which rates are evaluated: a step that ends at a discontinuity sees the rates
    /// on its own side only.
    var times = -Double.infinity...Double.infinity

    init(system: CompiledSystem, unknowns: [Double], relativeTolerance: Double) {
        stateCount = system.stateCount
        self.relativeTolerance = relativeTolerance
        functions = system.rates
        slots = .allocate(capacity: system.slotCount)
        slots.initialize(repeating: 0)
        for (index, value) in unknowns.enumerated() {
            slots[system.slot(ofUnknown: index)] = value
        }
        // At least one value, so that every buffer has an address.
        registers = .allocate(capacity: max(1, functions.tape.registerCount))
        registers.initialize(repeating: 0)
        outputs = .allocate(capacity: functions.tape.outputs.count)
        outputs.initialize(repeating: 0)
        magnitudes = .allocate(capacity: stateCount)
        magnitudes.initialize(repeating: 0)
    }

    deinit {
        for buffer in [slots, registers, outputs, magnitudes] { buffer.deallocate() }
    }

    /// The rates into `rates`; whether all are finite.
    func rates(
        time: Double, state: UnsafePointer<Double>, into rates: UnsafeMutablePointer<Double>
    ) -> Bool {
        evaluate(time: time, state: state)
        rates.update(from: outputs.baseAddress!, count: stateCount)
        return outputs.prefix(stateCount).allSatisfy(\.isFinite)
    }

    /// The Jacobian ∂f/∂u, column by column.
    ///
    /// An entry that is not finite is left out: x^0.8 is 0 at x = 0 with an infinite slope, and
    /// a Newton iteration with another slope still leads away from there.
    func jacobian(
        time: Double, state: UnsafePointer<Double>, into matrix: UnsafeMutablePointer<Double>
    ) {
        evaluate(time: time, state: state)
        matrix.update(repeating: 0, count: stateCount * stateCount)
        for (index, entry) in functions.derivatives.enumerated() where entry.slot <= stateCount {
            let value = outputs[functions.count + index]
            guard value.isFinite else { continue }
            matrix[(entry.slot - 1) * stateCount + entry.function] = value
        }
    }

    /// The weights 1/tolerance of the states.
    func weights(state: UnsafePointer<Double>, into weights: UnsafeMutablePointer<Double>) {
        for index in 0..<stateCount {
            magnitudes[index] = max(magnitudes[index], state[index].magnitude)
        }
        let common = 1e-10 * (magnitudes.max() ?? 0)
        for index in 0..<stateCount {
            let size = state[index].magnitude + 1e-3 * magnitudes[index] + common
            weights[index] = 1 / (relativeTolerance * size + smallestTolerance)
        }
    }

    /// Derives the tolerance for states that are still 0 from how far rates could carry them, a
    /// jump included.
    func adaptTolerance(to window: ClosedRange<Double>, state: [Double], jumps: [Double]) {
        let span = window.upperBound - window.lowerBound
        var size = (state + jumps).map(\.magnitude).max() ?? 0
        for part in 0...64 {
            evaluate(time: window.lowerBound + span * Double(part) / 64, state: state)
            for rate in outputs.prefix(stateCount) where rate.isFinite {
                size = max(size, rate.magnitude * span)
            }
        }
        smallestTolerance = 1e-9 * relativeTolerance * (size > 0 ? size : 1)
    }

    private func evaluate(time: Double, state: UnsafePointer<Double>) {
        slots[0] = min(max(time, times.lowerBound), times.upperBound)
        (slots.baseAddress! + 1).update(from: state, count: stateCount)
        functions.tape.evaluate(
            slots.baseAddress!, registers: registers.baseAddress!, outputs: outputs.baseAddress!)
    }
}
