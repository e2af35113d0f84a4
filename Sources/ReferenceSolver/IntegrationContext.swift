import Expressions

/// What CVODES calls back: the rates of a system at fixed unknowns, with scratch memory.
///
/// Where sensitivities are wanted, the states u are followed by a block ∂u/∂p_k of S values for
/// each unknown k, whose rates are ∂f/∂u · ∂u/∂p_k + ∂f/∂p_k. Its pointers are owned here, so that callbacks borrow nothing from Swift arrays.
final class IntegrationContext {
    /// How many values are integrated: S, or S · (1 + P) with sensitivities.
    let valueCount: Int
    private let stateCount: Int
    private let unknowns: [Double]
    private let relativeTolerance: Double
    private let functions: CompiledFunctions
    private let slots: UnsafeMutableBufferPointer<Double>
    private let registers: UnsafeMutableBufferPointer<Double>
    private let outputs: UnsafeMutableBufferPointer<Double>
    /// The largest size so far, a value each.
    private let magnitudes: UnsafeMutableBufferPointer<Double>
    /// For each block a tolerance that counts while all its values are 0.
    private let smallestTolerances: UnsafeMutableBufferPointer<Double>
    /// The times at which rates are evaluated: a step that ends at a discontinuity sees the rates
    /// on its own side only.
    var times = -Double.infinity...Double.infinity

    init(
        system: CompiledSystem, unknowns: [Double], withSensitivities: Bool,
        relativeTolerance: Double
    ) {
        stateCount = system.stateCount
        self.unknowns = unknowns
        let blockCount = withSensitivities ? 1 + system.unknownCount : 1
        valueCount = blockCount * system.stateCount
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
        magnitudes = .allocate(capacity: valueCount)
        magnitudes.initialize(repeating: 0)
        smallestTolerances = .allocate(capacity: blockCount)
        smallestTolerances.initialize(repeating: 0)
    }

    deinit {
        let buffers = [slots, registers, outputs, magnitudes, smallestTolerances]
        for buffer in buffers { buffer.deallocate() }
    }

    /// The rates into `rates`; whether all are finite.
    func rates(
        time: Double, state: UnsafePointer<Double>, into rates: UnsafeMutablePointer<Double>
    ) -> Bool {
        evaluate(time: time, state: state)
        rates.update(from: outputs.baseAddress!, count: stateCount)
        addSensitivityRates(state: state, to: rates)
        return UnsafeBufferPointer(start: rates, count: valueCount).allSatisfy(\.isFinite)
    }

    /// ∂f/∂u · ∂u/∂p_k + ∂f/∂p_k at the point evaluated last.
    private func addSensitivityRates(
        state: UnsafePointer<Double>, to rates: UnsafeMutablePointer<Double>
    ) {
        guard valueCount > stateCount else { return }
        (rates + stateCount).update(repeating: 0, count: valueCount - stateCount)
        for (index, entry) in functions.derivatives.enumerated() {
            let slope = outputs[functions.count + index]
            guard entry.slot <= stateCount else {
                rates[(entry.slot - stateCount) * stateCount + entry.function] += slope
                continue
            }
            for block in stride(from: stateCount, to: valueCount, by: stateCount) {
                rates[block + entry.function] += slope * state[block + entry.slot - 1]
            }
        }
    }

    /// The Jacobian ∂f/∂u, column by column, once for each block.
    ///
    /// An entry that is not finite is left out: x^0.8 is 0 at x = 0 with an infinite slope, and
    /// a Newton iteration with another slope still leads away from there. How the rates of
    /// sensitivities depend on the states is left out too: the states do not depend on them, so
    /// a Newton iteration without it needs at most one round more (Maly and Petzold 1996,
    /// doi:10.1016/0168-9274(95)00117-4).
    func jacobian(
        time: Double, state: UnsafePointer<Double>, into matrix: UnsafeMutablePointer<Double>
    ) {
        evaluate(time: time, state: state)
        matrix.update(repeating: 0, count: valueCount * valueCount)
        for (index, entry) in functions.derivatives.enumerated() where entry.slot <= stateCount {
            let value = outputs[functions.count + index]
            guard value.isFinite else { continue }
            for block in stride(from: 0, to: valueCount, by: stateCount) {
                let column = block + entry.slot - 1
                matrix[column * valueCount + block + entry.function] = value
            }
        }
    }

    /// The weights 1/tolerance of the values.
    func weights(state: UnsafePointer<Double>, into weights: UnsafeMutablePointer<Double>) {
        for (block, smallest) in smallestTolerances.enumerated() {
            let range = block * stateCount..<(block + 1) * stateCount
            var largest = 0.0
            for index in range {
                magnitudes[index] = max(magnitudes[index], state[index].magnitude)
                largest = max(largest, magnitudes[index])
            }
            let common = 1e-10 * largest
            for index in range {
                let size = state[index].magnitude + 1e-3 * magnitudes[index] + common
                weights[index] = 1 / (relativeTolerance * size + smallest)
            }
        }
    }

    /// Derives the tolerance for values that are still 0 from how far rates could carry them, a
    /// jump included; sensitivities count at least as much as the states over the unknown.
    func adaptTolerance(to window: ClosedRange<Double>, state: [Double], jumps: [Double]) {
        let span = window.upperBound - window.lowerBound
        var sizes = zip(state, jumps).map { max($0.magnitude, $1.magnitude) }
        var rates = state
        for part in 0...64 {
            _ = self.rates(
                time: window.lowerBound + span * Double(part) / 64, state: state, into: &rates)
            for (index, rate) in rates.enumerated() where rate.isFinite {
                sizes[index] = max(sizes[index], rate.magnitude * span)
            }
        }
        let stateSize = sizes.prefix(stateCount).max() ?? 0
        for block in smallestTolerances.indices {
            var size = sizes[block * stateCount..<(block + 1) * stateCount].max() ?? 0
            if block > 0, unknowns[block - 1] != 0 {
                size = max(size, stateSize / unknowns[block - 1].magnitude)
            }
            smallestTolerances[block] = 1e-9 * relativeTolerance * (size > 0 ? size : 1)
        }
    }

    private func evaluate(time: Double, state: UnsafePointer<Double>) {
        slots[0] = min(max(time, times.lowerBound), times.upperBound)
        (slots.baseAddress! + 1).update(from: state, count: stateCount)
        functions.tape.evaluate(
            slots.baseAddress!, registers: registers.baseAddress!, outputs: outputs.baseAddress!)
    }
}
