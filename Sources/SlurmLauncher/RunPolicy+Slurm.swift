public import Coordinator
import Glibc

extension RunPolicy {
    /// The environment variable with which tests let idle pilots go soon: milliseconds.
    private static let idleVariable = "TITRATE_PILOT_IDLE"

    /// Pilots on machines whose view of the spool may be a minute old.
    ///
    /// - Parameter leaseExpiry: milliseconds; nil for three times the longest that a file system
    ///   is used to keep what it knows of a file.
    public static func pilots(_ options: PilotOptions, leaseExpiry: Int?) -> RunPolicy {
        let expiry = leaseExpiry ?? 180_000
        let idle = getenv(idleVariable).flatMap { Int(String(cString: $0)) }
        // At most some thousand looks a second at the shared folder, from either side.
        let poll = max(250, options.pilots)
        return RunPolicy(
            workers: options.pilots, slots: options.cpus, heartbeat: max(50, expiry / 18),
            leaseExpiry: expiry, silenceLimit: expiry / 3 * 2,
            farewell: min(60_000, max(5000, expiry / 3)),
            relaunchPause: min(5000, max(100, expiry / 36)), workersQueue: true,
            idleLimit: idle ?? 60_000, poll: poll, ahead: 1000 + 2 * poll)
    }
}
