import CKernels

/// The instruction set that a training's heavy loops run with.
///
/// With fused multiply-add (FMA) a product and a sum are rounded once instead of twice: the two sets
/// give other last digits, so a trial records which one it ran with. Results are the same bit for
/// bit on all machines of one set and operating system.
public enum InstructionSet: String, CaseIterable, Sendable {
    /// What every machine of the architecture has: SSE2 on x86-64, NEON without FMA on arm64.
    case baseline
    /// Fused multiply-add: AVX2 with FMA on x86-64, NEON on arm64.
    case fma

    /// The best set that this machine has.
    public static let current: InstructionSet = kernels_fma_available() != 0 ? .fma : .baseline

    /// The name that is recorded with a trial.
    public var name: String { rawValue }

    /// Whether this machine can run it.
    public var isAvailable: Bool { self == .baseline || InstructionSet.current == .fma }

    /// The kernels compiled for it.
    var kernels: kernel_table {
        precondition(isAvailable, "this machine has no \(name)")
        return self == .fma ? kernels_fma().pointee : kernels_baseline().pointee
    }
}
