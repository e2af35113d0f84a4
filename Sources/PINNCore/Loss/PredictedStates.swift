import CKernels
import Expressions

/// The predicted states û at some times, outside training.
struct PredictedStates {
    private let blocks: [PointBlock]
    private let states: StateRows

    init(
        problem: InverseProblem, input: NetworkInput, condition: InitialCondition,
        start: InitialValues,
        times: [Double], kernels: kernel_table, lanes: Int
    ) {
        blocks = PointBlock.blocks(
            times: times, hasTangents: false, input: input, lanes: lanes)
        states = StateRows(
            problem: problem, condition: condition, start: start, blocks: blocks,
            kernels: kernels)
    }

    /// For each time the values of all states.
    func rows(
        _ pass: NetworkPass, unknowns: UnsafePointer<Double>
    ) -> [[Double]] {
        states.setUnknowns(unknowns)
        return blocks.enumerated().flatMap { index, block in
            pass.forward(block)
            states.read(block, index: index, from: pass)
            return (0..<block.count).map { point in states.values.map { $0[point] } }
        }
    }
}
