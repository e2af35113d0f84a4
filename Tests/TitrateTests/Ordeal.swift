import Foundation
import TestSupport
import Testing

/// Something that happens to a sweep under way.
enum Fault: String, CaseIterable {
    case killCoordinator = "coordinator killed"
    case killWorker = "worker killed"
    case killTrial = "trial killed"
    case stopCoordinator = "coordinator stopped and continued"
    case stopWorker = "worker stopped and continued"
    case stopTrial = "trial stopped and continued"
    case freezeWorker = "worker stopped for longer than its lease"
    case terminate = "coordinator asked to stop (TERM, INT, HUP)"
    case terminateTwice = "coordinator asked to stop twice"
    case terminateWorker = "worker asked to stop"
    case garbleReports = "worker's reports garbled while it runs"
    case cutReports = "worker's reports cut off after a kill"
    case flipCheckpoint = "bit of a checkpoint flipped after a kill"
    case fillDisk = "disk full for a moment"
    case holdStore = "store locked by another program"
    case rival = "second coordinator started"

    static let kills: [Fault] = [.killCoordinator, .killWorker, .killTrial]

    /// Every fault, kills three times as often as any other.
    static let mixed = allCases + kills + kills

    /// Whether it is a SIGKILL, whatever else it is.
    var isKill: Bool {
        Self.kills.contains(self) || self == .cutReports || self == .flipCheckpoint
    }

    /// Whom it hits.
    var victim: ProcessKind {
        switch self {
        case .killWorker, .stopWorker, .freezeWorker, .terminateWorker, .garbleReports: .worker
        case .killTrial, .stopTrial: .trial
        default: .coordinator
        }
    }

    /// Whether it may cost a worker its life for a reason that nobody gave.
    var isWorkerDeath: Bool { self == .killWorker || self == .freezeWorker }
}

/// The processes of a run.
enum ProcessKind {
    case coordinator, worker, trial

    /// The processes of this kind below a coordinator.
    func pids(below coordinator: Int32) -> [Int32] {
        switch self {
        case .coordinator: [coordinator]
        case .worker: Self.children(of: coordinator)
        case .trial: Self.children(of: coordinator).flatMap(Self.children)
        }
    }

    private static func children(of pid: Int32) -> [Int32] {
        let tasks = "/proc/\(pid)/task"
        return ((try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [])
            .flatMap { task in
                let file = URL(filePath: "\(tasks)/\(task)/children")
                return ((try? String(contentsOf: file, encoding: .utf8)) ?? "")
                    .split(separator: " ").compactMap { Int32($0) }
            }
    }
}

/// Sweeps that are run to their end through faults at random moments, and compared row for row
/// with one that nothing happened to.
///
/// The seed fixes the faults and the pauses between them; what they meet depends on the machine.
struct Ordeal {
    /// One is as likely as it is often in here.
    let faults: [Fault]
    let steps: Int
    var generator: SeededGenerator
    let expected: [String]
    /// Whether a full disk can be had here.
    let hasDisk: Bool

    /// What has happened so far.
    struct Tally {
        var faults: [Fault: Int] = [:]
        var sweeps = 0
        var trials = 0
        var runs = 0
        /// Rows that differ from the undisturbed sweep's, results beyond one a trial, and
        /// processes and files left behind.
        var lost = 0
        var doubled = 0
        var leftOver = 0

        var total: Int { faults.values.reduce(0, +) }
        var kills: Int { faults.filter(\.key.isKill).values.reduce(0, +) }
    }

    private(set) var tally = Tally()

    init(_ faults: [Fault], steps: Int, seed: UInt64) throws {
        self.faults = faults
        self.steps = steps
        generator = SeededGenerator(seed: seed)
        let undisturbed = try SweepFolder(sweep: Self.sweep(steps: steps))
        let launch = try undisturbed.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        expected = try undisturbed.settledRows()
        hasDisk =
            try DiskFaultTests.SmallDisk(
                kilobytes: 64, at: undisturbed.folder.file("disk").path) != nil
    }

    /// Kills from outside count as crashes of the trial: retries enough for all of them.
    private static func sweep(steps: Int) -> String {
        SweepFolder.sweep(steps: steps).replacing("retries: 2", with: "retries: 100")
    }

    /// Runs one sweep to its end, however often it is cut off.
    ///
    /// - Parameter isOver: no more faults.
    mutating func runSweep(until isOver: (Tally) -> Bool) throws {
        let sweep = try SweepFolder(sweep: Self.sweep(steps: steps))
        let disk =
            faults.contains(.fillDisk) && hasDisk
            ? try DiskFaultTests.SmallDisk(kilobytes: 16_384, at: sweep.folder.file("disk").path)
            : nil
        var trouble = SweepTrouble(sweep: sweep, disk: disk)
        while true {
            let program = try trouble.start()
            tally.runs += 1
            while program.isRunning, !isOver(tally) {
                usleep(.random(in: 20_000...400_000, using: &generator))
                let fault = faults.randomElement(using: &generator)!
                if try trouble.meet(fault, program, &generator) {
                    tally.faults[fault, default: 0] += 1
                }
            }
            let ended = trouble.end(of: program)
            let end = try #require(ended, "a run does not come to its end")
            if end.status == 0, !end.wasSignalled { break }
            try #require(
                end.wasSignalled || [69, 73, 74, 130, 143].contains(end.status),
                "\(end.status) \(end.errors)")
        }
        try take(trouble)
    }

    private mutating func take(_ trouble: SweepTrouble) throws {
        let rows = try trouble.settledRows()
        tally.sweeps += 1
        tally.trials += 12
        tally.lost += zip(rows, expected).reduce(0) { $0 + Self.difference($1.0, $1.1) }
        tally.doubled += try trouble.results() - 12
        tally.leftOver += trouble.leftOver()
        #expect(rows == expected)
        #expect(tally.lost == 0 && tally.doubled == 0 && tally.leftOver == 0)
    }

    /// Lines that only one of two views has.
    private static func difference(_ view: String, _ other: String) -> Int {
        Set(view.split(separator: "\n")).symmetricDifference(other.split(separator: "\n")).count
    }
}
