import CKernels
import CPeaks
import PINNCore

/// What one core of this machine does at most, measured.
struct CorePeaks {
    /// Floating-point operations a second in fused multiply-adds, two an operation and lane.
    let flops: Double
    /// Seconds of one element of the kernels' vector tanh.
    let tanh: Double

    /// The peaks of a precision; nil where this machine has no fused multiply-add.
    static func measured(precision: String) -> CorePeaks? {
        guard peak_available() != 0 else { return nil }
        let isSingle = precision == "f32"
        let repetitions: Int64 = 200_000
        let operations =
            2 * Double(isSingle ? PEAK_F32_PER_REPETITION : PEAK_F64_PER_REPETITION)
            * Double(repetitions)
        var sink = 0.0
        let seconds = quickest {
            sink += isSingle ? Double(peak_f32(repetitions)) : peak_f64(repetitions)
        }
        precondition(sink.isFinite, "the sums tend to 2")
        let kernels = kernels_fma().pointee
        return CorePeaks(
            flops: operations / seconds,
            tanh: tanhSeconds(isSingle ? kernels.f32.pointee : kernels.f64.pointee))
    }

    /// One element's share of a sweep over arguments that stay in the first-level cache.
    private static func tanhSeconds(_ network: kernel_network) -> Double {
        let arguments = (0..<1024).map { Double($0) / 128 - 4 }
        var results = arguments
        let repetitions = 200
        let seconds = quickest {
            for _ in 0..<repetitions {
                network.elementary(
                    Int32(KERNEL_FUNCTION_TANH.rawValue), arguments, &results, arguments.count)
            }
        }
        return seconds / Double(repetitions * arguments.count)
    }

    /// The lower quartile of some runs: others take time from this core now and then.
    private static func quickest(_ work: () -> Void) -> Double {
        let runs = (0..<31).map { _ in
            let start = Clock.processor
            work()
            return Clock.processor - start
        }
        return runs.sorted()[runs.count / 4]
    }
}

extension BenchCell {
    /// Data times and the start, at which the network is evaluated without its derivative.
    private static let valuePoints = 21

    /// What the step's matrix products, and activations, come to.
    ///
    /// Value and derivative go forward at every collocation point, and the adjoints of both go back
    /// and into the gradient; the first layer's input has no adjoint, and its derivative is one
    /// row of weights.
    var work: (flops: Double, activations: Double) {
        let neurons = Double(neurons)
        let outputs = 4.0
        let weights = neurons + Double(layers - 1) * neurons * neurons + outputs * neurons
        let inner = weights - neurons
        let valuePass = 2 * weights + inner
        let points = Double(points)
        let valuePoints = Double(Self.valuePoints)
        return (
            flops: 2 * (points * (valuePass + 3 * inner) + valuePoints * valuePass),
            activations: (points + valuePoints) * neurons * Double(layers)
        )
    }

    /// The least seconds that a step can take: its products at the peak, and for each neuron and
    /// point one vector tanh and seven operations of one result a lane.
    func bound(_ peaks: CorePeaks) -> Double {
        let (flops, activations) = work
        return flops / peaks.flops + activations * (peaks.tanh + 7 / (peaks.flops / 2))
    }
}
