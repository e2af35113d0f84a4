import CKernels
import Expressions

/// The states' initial values u0(p) and their derivatives by the unknowns, at one set of unknowns.
final class InitialValues {
    private let functions: CompiledFunctions
    private let slots: AlignedDoubles
    private let registers: AlignedDoubles
    private let outputs: AlignedDoubles
    private let firstUnknownSlot: Int

    init(_ problem: InverseProblem) {
        functions = problem.system.initialValues
        firstUnknownSlot = 1 + problem.system.stateCount
        slots = AlignedDoubles(count: functions.tape.slotCount)
        registers = AlignedDoubles(count: functions.tape.registerCount)
        outputs = AlignedDoubles(count: functions.tape.outputs.count)
        slots.base[0] = problem.start
    }

    /// Evaluates the initial values.
    func setUnknowns(_ unknowns: UnsafePointer<Double>) {
        let count = functions.tape.slotCount - firstUnknownSlot
        (slots.base + firstUnknownSlot).update(from: unknowns, count: count)
        functions.tape.evaluate(
            slots.base, registers: registers.base, outputs: outputs.base)
    }

    /// u0 of every state.
    var values: UnsafePointer<Double> { UnsafePointer(outputs.base) }

    /// Adds the adjoint of one initial value, through its derivatives, to those of the unknowns.
    func pullBack(_ adjoint: Double, state: Int, into unknowns: UnsafeMutablePointer<Double>) {
        forEachDerivative(ofState: state) { unknown, value in
            unknowns[unknown] += adjoint * value
        }
    }

    /// The derivatives of one initial value by the unknowns that it depends on.
    func forEachDerivative(ofState state: Int, _ use: (_ unknown: Int, Double) -> Void) {
        for (entry, derivative) in functions.derivatives.enumerated()
        where derivative.function == state && derivative.slot >= firstUnknownSlot {
            use(derivative.slot - firstUnknownSlot, outputs.base[functions.count + entry])
        }
    }
}
