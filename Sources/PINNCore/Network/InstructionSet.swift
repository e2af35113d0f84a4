package import CKernels
import Glibc

/// The instruction set that a training's heavy loops run with.
///
/// With fused multiply-add (FMA) a product and a sum are rounded once instead of twice: sets with
/// and without it give other last digits, so a trial records which kind it ran with. Results are
/// the same bit for bit on all machines of one kind and operating system.
public enum InstructionSet: String, CaseIterable, Sendable {
    /// What every machine of the architecture has: SSE2 on x86-64, NEON without FMA on arm64.
    case baseline
    /// Fused multiply-add: AVX2 with FMA on x86-64, NEON on arm64.
    case fma
    /// The digits of ``fma`` by AVX-512, on x86-64.
    case avx512

    /// The variable that names the set to use instead of the best one.
    public static let variable = "TITRATE_INSTRUCTIONS"

    /// The set in use: the one that the environment names, else the best that this machine has.
    ///
    /// Where the environment asks for what is not there it is the best one too; programs call
    /// ``chosen(by:)`` first and end with what it throws.
    public static let current = (try? chosen(by: requested)) ?? best

    /// What the environment asks for; nil where it does not.
    public static var requested: String? { getenv(variable).map { String(cString: $0) } }

    /// The set that a name asks for, or the best one where there is no name.
    public static func chosen(by name: String?) throws(InstructionSetFault) -> InstructionSet {
        guard let name else { return best }
        guard let set = InstructionSet(rawValue: name) else { throw .unknown(name) }
        guard set.isAvailable else { throw .unavailable(set) }
        return set
    }

    private static var best: InstructionSet { allCases.last(where: \.isAvailable) ?? .baseline }

    /// What the digits depend on, recorded with a trial: `baseline` or `fma`.
    public var digits: String { (self == .baseline ? InstructionSet.baseline : .fma).rawValue }

    /// Whether this machine can run it.
    public var isAvailable: Bool {
        switch self {
        case .baseline: true
        case .fma: kernels_fma_available() != 0
        case .avx512: kernels_avx512_available() != 0
        }
    }

    /// The kernels compiled for it.
    package var kernels: kernel_table {
        precondition(isAvailable, "this machine has no \(rawValue)")
        return switch self {
        case .baseline: kernels_baseline().pointee
        case .fma: kernels_fma().pointee
        case .avx512: kernels_avx512().pointee
        }
    }
}

/// Why an instruction set cannot be used.
public enum InstructionSetFault: Error, Hashable, Sendable {
    /// No set has this name.
    case unknown(String)
    /// This machine cannot run it.
    case unavailable(InstructionSet)
}

extension InstructionSetFault: CustomStringConvertible {
    /// What is wrong, and how to mend it, in one line.
    public var description: String {
        let usable = InstructionSet.allCases.filter(\.isAvailable).map(\.rawValue)
        let choice = "set \(InstructionSet.variable) to one of \(usable.joined(separator: ", "))"
        return switch self {
        case .unknown(let name): "there is no instruction set '\(name)'; \(choice), or unset it"
        case .unavailable(let set):
            "this machine has no instruction set '\(set.rawValue)'; \(choice), or unset it"
        }
    }
}
