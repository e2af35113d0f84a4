import Foundation
import TestSupport
import Testing

/// Everything that can happen to a sweep on a cluster, at random moments.
///
///     TITRATE_CLUSTER_SECONDS   how long; without it nothing runs here
///     TITRATE_CLUSTER_SEED      the seed, as it was printed, to have the same faults again
///     TITRATE_CLUSTER_FILE      where the figures go
///
/// As root the nodes have networks of their own and see the spool as it was some seconds ago.
@Suite(
    "Chaos on a cluster", .serialized,
    .enabled(if: chaosSeconds != nil && SlurmCluster.isInstalled, SlurmCluster.skipped))
struct ClusterChaosTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed =
        environment["TITRATE_CLUSTER_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999_999)

    @Test func `random faults lose nothing, double nothing and leave nothing behind`() throws {
        print("chaos: TITRATE_CLUSTER_SEED=\(Self.seed)")
        var chaos = ClusterChaos(seed: Self.seed, isApart: SlurmCluster.canSetApart)
        let begun = Date.now
        let end = begun + (chaosSeconds ?? 0)
        repeat {
            try chaos.runSweep(until: end)
            let tally = chaos.tally
            print("chaos: \(tally.sweeps) sweeps, \(tally.runs) runs, \(tally.total) faults")
        } while Date.now < end
        try Self.report(chaos, seconds: Date.now.timeIntervalSince(begun))
    }

    private static func report(_ chaos: ClusterChaos, seconds: Double) throws {
        guard let path = environment["TITRATE_CLUSTER_FILE"] else { return }
        let tally = chaos.tally
        let faults = ClusterFault.allCases.map { "| \($0.rawValue) | \(tally.faults[$0] ?? 0) |" }
        let nodes =
            chaos.isApart
            ? "each with a network of its own and a view of the spool that is up to "
                + "\(Int(ClusterChaos.staleness)) s old"
            : "on the loopback and with one view of the spool, as this was not run as root"
        let text = """
            ## On a cluster

            For \(Int(seconds)) s, faults at random moments (seed \(seed)) of sweeps of 12 trials on three
            pilots of a real Slurm with four emulated nodes, \(nodes).
            Compared as above. \(Machine.description), \(Machine.date).

            | figure | |
            |---|---:|
            | sweeps brought to their end | \(tally.sweeps) |
            | launches and resumes | \(tally.runs) |
            | trials | \(tally.trials) |
            | attempts | \(tally.attempts) |
            | faults | \(tally.total) |
            | rows lost or different | \(tally.lost) |
            | results doubled | \(tally.doubled) |
            | processes, jobs and files left over | \(tally.leftOver) |

            | fault | times |
            |---|---:|
            \(faults.joined(separator: "\n"))

            """
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}

/// How long faults at random are to last, where they are asked for.
let chaosSeconds = ProcessInfo.processInfo.environment["TITRATE_CLUSTER_SECONDS"]
    .flatMap { Double($0) }

/// Something that happens to a sweep on a cluster.
enum ClusterFault: String, CaseIterable {
    case killCoordinator = "coordinator killed"
    case stop = "titrate stop"
    case killPilot = "pilot killed"
    case killTrial = "trial killed"
    case freezePilot = "pilot stopped for longer than its lease"
    case crashNode = "node crashed, revived later"
    case splitNode = "node cut off from the network for seconds"
    case requeue = "job requeued"
    case cancel = "job cancelled"
    case cancelAll = "all jobs cancelled"
    case preempt = "node taken by a job of higher rank"
    case killController = "controller killed, started again later"
    case breakSqueue = "squeue failing for seconds"
    case hold = "waiting job held"

    /// Whether it may cost a pilot its life for a reason that nobody gives.
    var isPilotDeath: Bool {
        [.killPilot, .freezePilot, .splitNode, .crashNode].contains(self)
    }
}

/// Sweeps that are run to their end through faults at random moments.
struct ClusterChaos {
    /// Whether the nodes are set apart from this machine.
    let isApart: Bool
    private var generator: SeededGenerator
    private(set) var tally = Tally()

    /// Seconds that the nodes' view of the spool is old at the most.
    static let staleness = 2.0
    private static let trials = 12

    struct Tally {
        var faults: [ClusterFault: Int] = [:]
        var sweeps = 0
        var runs = 0
        var trials = 0
        var attempts = 0
        /// Rows that differ, results beyond one a trial, and what is left of anything.
        var lost = 0
        var doubled = 0
        var leftOver = 0

        var total: Int { faults.values.reduce(0, +) }
    }

    init(seed: UInt64, isApart: Bool) {
        generator = SeededGenerator(seed: seed)
        self.isApart = isApart
    }

    /// Runs one sweep to its end on a cluster of its own, however often it is cut off.
    mutating func runSweep(until end: Date) throws {
        let shared = try TemporaryFolder()
        let cluster = try SlurmCluster(
            nodes: 4, apart: isApart ? (shared: shared, staleness: Self.staleness) : nil)
        let text = SweepFolder.sweep(steps: 3000).replacing("retries: 2", with: "retries: 100")
        var run = try ClusterSweep(on: cluster, programs: NodePrograms(wait: 2), text: text)
        run.environment["TITRATE_CHECKPOINT_SECONDS"] = "0.01"
        run.environment["TITRATE_LEASE_EXPIRY"] = "\(Self.leaseExpiry)"
        var deaths = 0
        var isOver = false
        while !isOver {
            let known = try run.sweep.titrate("query", "select sweep from sweeps")
            let program = try run.start(
                known.output.contains("decay") ? ["resume"] : ["launch", "sweep.yaml"],
                "--partition", "spare", "--sbatch=--requeue", "--spool", shared.url.path, pilots: 3)
            tally.runs += 1
            var isKilled = false
            while program.isRunning, Date.now < end {
                usleep(.random(in: 200_000...3_000_000, using: &generator))
                let fault = ClusterFault.allCases.randomElement(using: &generator)!
                if fault.isPilotDeath {
                    // Three that nothing explains end a trial for good.
                    guard deaths < 2 else { continue }
                    deaths += 1
                }
                // Their folder is the shared one.
                let pilots = PilotProcess.all(in: shared.url)
                if try meet(fault, run, pilots, cluster, program) {
                    tally.faults[fault, default: 0] += 1
                    isKilled = isKilled || fault == .killCoordinator
                }
            }
            let result = run.end(of: program, seconds: 240)
            isOver = result.status == 0 && !result.wasSignalled
            try #require(
                isOver || result.wasSignalled && isKilled
                    || [69, 130, 143].contains(result.status),
                "\(result.status) \(result.errors)")
        }
        try take(run, cluster, shared)
    }

    private static let leaseExpiry = 9000

    private mutating func take(
        _ run: ClusterSweep, _ cluster: SlurmCluster, _ shared: TemporaryFolder
    ) throws {
        let (rows, expected) = (try run.sweep.settledRows(), try ClusterSweep.undisturbed(run.text))
        tally.sweeps += 1
        tally.trials += Self.trials
        tally.attempts += run.sweep.count("from attempts")
        tally.lost += zip(rows, expected).reduce(0) { $0 + Self.difference($1.0, $1.1) }
        tally.doubled += run.sweep.count("from attempts where status = 'succeeded'") - Self.trials
        let files = try FileManager.default.contentsOfDirectory(atPath: shared.url.path)
        tally.leftOver +=
            run.sweep.processesLeftAfterAWhile().count + PilotProcess.all(in: shared.url).count
            + files.count + run.spools.count
        #expect(rows == expected)
        #expect(tally.lost == 0 && tally.doubled == 0 && tally.leftOver == 0, "\(tally) \(files)")
    }

    /// Lines that only one of two views has.
    private static func difference(_ view: String, _ other: String) -> Int {
        Set(view.split(separator: "\n")).symmetricDifference(other.split(separator: "\n")).count
    }

    // MARK: Faults

    /// Lets a fault happen.
    ///
    /// - Returns: whether there was anything for it to happen to.
    private mutating func meet(
        _ fault: ClusterFault, _ run: ClusterSweep, _ pilots: [PilotProcess],
        _ cluster: SlurmCluster, _ program: RunningProgram
    ) throws -> Bool {
        let pilot = pilots.sorted { $0.pid < $1.pid }.randomElement(using: &generator)
        let pause = UInt32.random(in: 500_000...4_000_000, using: &generator)
        switch fault {
        case .killCoordinator: program.send(signal: SIGKILL)
        case .stop:
            let stop = try run.sweep.titrate("stop", environment: run.environment)
            return stop.status == 0
        case .killPilot: return pilot.map { kill($0.pid, SIGKILL) == 0 } ?? false
        case .killTrial:
            guard let pilot else { return false }
            return ProcessKind.worker.pids(below: pilot.pid).first.map { kill($0, SIGKILL) == 0 }
                ?? false
        case .freezePilot:
            guard let pilot, kill(pilot.pid, SIGSTOP) == 0 else { return false }
            usleep(UInt32(Self.leaseExpiry) * 1000 + 1_000_000)
            kill(pilot.pid, SIGCONT)
        case .crashNode:
            guard let pilot else { return false }
            try cluster.crash(pilot.node)
            usleep(pause)
            try cluster.revive(pilot.node)
        case .splitNode:
            guard isApart, let pilot else { return false }
            try cluster.split(pilot.node)
            usleep(pause * 3)
            try cluster.join(pilot.node)
        case .requeue:
            return try pilot.map { try cluster.slurm("scontrol", "requeue", $0.job).status == 0 }
                ?? false
        case .cancel:
            return try pilot.map { try cluster.slurm("scancel", $0.job).status == 0 } ?? false
        case .cancelAll: try cluster.slurm("scancel", "--me")
        case .preempt:
            guard let pilot else { return false }
            return try cluster.slurm(
                "sbatch", "--partition=urgent", "--nodelist=\(pilot.node)", "--output=/dev/null",
                "--wrap=sleep 1"
            ).status == 0
        case .killController:
            try cluster.killController()
            usleep(pause)
            try cluster.startController()
        case .breakSqueue:
            try cluster.setBroken(true, "squeue")
            usleep(pause)
            try cluster.setBroken(false, "squeue")
        case .hold:
            guard let job = cluster.jobs(in: "pending")?.first else { return false }
            return try cluster.slurm("scontrol", "hold", job).status == 0
        }
        return true
    }
}
