import Foundation
import TestSupport
import Testing

/// One sweep of an ``Ordeal``, and how its faults are done.
struct SweepTrouble {
    let sweep: SweepFolder
    /// What its store is on; nil for the disk of all.
    let disk: DiskFaultTests.SmallDisk?
    /// Three unexplained deaths of its worker end a trial for good: no sweep gets so many.
    private var workerDeaths = 0
    /// What is to be done once the run has been killed.
    private var aftermath: Fault?

    init(sweep: SweepFolder, disk: DiskFaultTests.SmallDisk?) {
        self.sweep = sweep
        self.disk = disk
    }

    private var store: URL { disk?.file("titrate.sqlite") ?? sweep.store }
    private var spool: String { store.path + ".spool" }

    /// Milliseconds after which a silent worker loses its leases.
    private static let leaseExpiry = 3000

    private var environment: [String: String] {
        [
            "TITRATE_STORE": store.path, "TITRATE_CHECKPOINT_SECONDS": "0.002",
            "TITRATE_LEASE_EXPIRY": "\(Self.leaseExpiry)",
        ]
    }

    /// Begins or resumes: a launch may have been killed before its sweep was in the store.
    func start() throws -> RunningProgram {
        let known = try sweep.titrate(
            "query", "select sweep from sweeps", environment: environment)
        let program = sweep.command(
            known.output.contains("decay") ? ["resume"] : ["launch", "sweep.yaml"],
            environment: environment)
        try program.start()
        return program
    }

    /// Lets a fault happen.
    ///
    /// - Returns: whether there was anything for it to happen to.
    mutating func meet(
        _ fault: Fault, _ program: RunningProgram, _ generator: inout SeededGenerator
    ) throws -> Bool {
        guard !fault.isWorkerDeath || workerDeaths < 2, program.isRunning,
            let pid = fault.victim.pids(below: program.pid).randomElement(using: &generator)
        else { return false }
        if fault.isWorkerDeath { workerDeaths += 1 }
        switch fault {
        case .killCoordinator, .killWorker, .killTrial: kill(pid, SIGKILL)
        case .cutReports, .flipCheckpoint:
            kill(pid, SIGKILL)
            aftermath = fault
        case .stopCoordinator, .stopWorker, .stopTrial:
            stop(pid, milliseconds: .random(in: 1...600, using: &generator))
        case .freezeWorker: stop(pid, milliseconds: Self.leaseExpiry + 1000)
        case .terminate, .terminateTwice:
            let signal = [SIGTERM, SIGINT, SIGHUP].randomElement(using: &generator)!
            program.send(signal: signal)
            guard fault == .terminateTwice else { break }
            usleep(.random(in: 1...50_000, using: &generator))
            program.send(signal: signal)
        case .terminateWorker: kill(pid, SIGTERM)
        case .garbleReports: return garble(pid)
        case .fillDisk: return try fill(milliseconds: .random(in: 50...400, using: &generator))
        case .holdStore: return try holdStore()
        case .rival:
            let rival = try sweep.titrate("resume", environment: environment)
            #expect(
                [0, 66, 69, 75, 76].contains(rival.status), "\(rival.status) \(rival.errors)")
        }
        return true
    }

    private func stop(_ pid: Int32, milliseconds: Int) {
        kill(pid, SIGSTOP)
        usleep(UInt32(milliseconds) * 1000)
        kill(pid, SIGCONT)
    }

    /// The workers' files of reports.
    private var reports: [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: spool + "/w")) ?? []
        return names.map { URL(filePath: "\(spool)/w/\($0)/out.log") }
    }

    /// Its worker's next line is then part of one that nobody can read.
    private func garble(_ worker: Int32) -> Bool {
        kill(worker, SIGSTOP)
        defer { kill(worker, SIGCONT) }
        guard let log = reports.first.flatMap({ try? FileHandle(forWritingTo: $0) }) else {
            return false
        }
        defer { try? log.close() }
        return (try? log.seekToEnd()) != nil
            && (try? log.write(contentsOf: Data("\u{0}{\"report\":\"en".utf8))) != nil
    }

    private func fill(milliseconds: Int) throws -> Bool {
        guard let disk else { return false }
        try disk.fill()
        usleep(UInt32(milliseconds) * 1000)
        disk.free()
        return true
    }

    private func holdStore() throws -> Bool {
        let shell = URL(filePath: "/usr/bin/sqlite3")
        // The shell would make a store that is not there.
        guard [shell, store].allSatisfy({ FileManager.default.fileExists(atPath: $0.path) }) else {
            return false
        }
        try sweep.folder.write("BEGIN IMMEDIATE;\n.shell sleep 0.5\nROLLBACK;\n", to: "hold.sql")
        let held = try run(
            shell, ["-cmd", ".timeout 2000", "-cmd", ".read hold.sql", store.path, ""],
            in: sweep.folder.url)
        return held.status == 0
    }

    /// Waits for a run's end, and does what belongs to it.
    ///
    /// - Returns: nil where it does not come to an end, or leaves processes behind.
    mutating func end(of program: RunningProgram) -> ProgramResult? {
        let deadline = Date.now + 180
        while program.isRunning, Date.now < deadline { usleep(5000) }
        guard !program.isRunning else {
            program.send(signal: SIGKILL)
            _ = program.wait()
            return nil
        }
        let end = program.wait()
        guard sweep.processesLeftAfterAWhile().isEmpty else { return nil }
        if aftermath == .cutReports { cutReports() }
        if aftermath == .flipCheckpoint { flipCheckpoints() }
        aftermath = nil
        return end
    }

    private func cutReports() {
        for file in reports {
            guard let bytes = try? Data(contentsOf: file) else { continue }
            try? bytes.dropLast(min(bytes.count, 150)).write(to: file)
        }
    }

    private func flipCheckpoints() {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: spool + "/trials")) ?? []
        for name in names where name.hasSuffix(".checkpoint") {
            let file = URL(filePath: "\(spool)/trials/\(name)")
            guard var bytes = try? Data(contentsOf: file), !bytes.isEmpty else { continue }
            bytes[bytes.count / 2] ^= 1
            try? bytes.write(to: file)
        }
    }

    // MARK: At the end

    private func query(_ sql: String) throws -> String {
        let result = try sweep.titrate(
            "query", sql, "--format", "csv", environment: environment)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    func settledRows() throws -> [String] { try SweepFolder.settledViews.map(query) }

    /// Results that were accepted.
    func results() throws -> Int {
        let rows = try query("select count(*) from attempts where status = 'succeeded'")
        return rows.split(separator: "\n").last.flatMap { Int($0) } ?? 0
    }

    /// Processes and files that a finished sweep has left behind.
    func leftOver() -> Int {
        sweep.leftProcesses().count + (FileManager.default.fileExists(atPath: spool) ? 1 : 0)
    }
}
