import PINNCore

/// What a trial's last digits depend on beside its id.
public enum MachineType {
    /// Architecture and instruction set: `x86_64-fma`.
    public static var current: String { "\(architecture)-\(InstructionSet.current.digits)" }

    #if arch(x86_64)
        private static let architecture = "x86_64"
    #elseif arch(arm64)
        private static let architecture = "arm64"
    #else
        private static let architecture = "other"
    #endif
}
