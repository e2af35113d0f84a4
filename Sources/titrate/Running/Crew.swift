import ClusterFile
import Coordinator
import Documents
import Foundation
import SlurmLauncher
import SweepReport
import TrialRunner

/// Who runs trials: workers on this machine, or pilots on a cluster.
enum Crew {
    /// So many trials at a time here.
    case local(jobs: Int)
    case slurm(PilotOptions, SlurmTools)

    /// Trials at a time, in words.
    var words: String {
        switch self {
        case .local(let jobs): return "\(jobs) at a time"
        case .slurm(let options, _):
            let pilots = Figures.count(options.pilots, "pilot")
            return "up to \(options.slots) at a time in \(pilots) on Slurm"
        }
    }

    /// The folder that the machines share; nil for that of the store.
    var sharedFolder: String? {
        if case .slurm(let options, _) = self { options.spool } else { nil }
    }

    var policy: RunPolicy {
        switch self {
        case .local(let jobs): .local(slots: jobs)
        case .slurm(let options, _): .pilots(options, leaseExpiry: RunPolicy.givenLeaseExpiry)
        }
    }

    func launcher(_ spool: Spool) -> any Launcher {
        switch self {
        case .local: LocalLauncher(program: Executables.titrate, arguments: ["worker"])
        case .slurm(let options, let tools):
            SlurmLauncher(
                tools: tools, options: options, program: options.program ?? Executables.titrate,
                spool: spool)
        }
    }
}

extension RunPolicy {
    /// What tests set so that a lease expires soon: milliseconds, in TITRATE_LEASE_EXPIRY.
    static var givenLeaseExpiry: Int? {
        let given = ProcessInfo.processInfo.environment["TITRATE_LEASE_EXPIRY"].flatMap { Int($0) }
        return given.flatMap { $0 >= 100 ? $0 : nil }
    }

    /// One worker on this machine.
    fileprivate static func local(slots: Int) -> RunPolicy {
        guard let expiry = givenLeaseExpiry else { return RunPolicy(slots: slots) }
        return RunPolicy(
            slots: slots, heartbeat: max(20, expiry / 20), leaseExpiry: expiry,
            silenceLimit: expiry / 3 * 2)
    }
}
