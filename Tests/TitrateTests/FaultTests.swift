import Foundation
import TestSupport
import Testing

/// What a machine can do to a run while it is under way.
@Suite("Faults of the machine", .serialized)
struct FaultTests {
    /// Some tenths of a second a trial.
    static let steps = 25_000

    static let expected = Result {
        let undisturbed = try SweepFolder(steps: steps)
        let launch = try undisturbed.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        return try undisturbed.settledRows()
    }

    /// A run under way, with a trial done and trials running.
    static func underWay(
        environment: [String: String] = [:]
    ) throws -> (SweepFolder, RunningProgram) {
        let sweep = try SweepFolder(steps: steps)
        let program = sweep.command(["launch", "sweep.yaml"], environment: environment)
        try program.start()
        try #require(sweep.waits(program) { $0.succeeded() > 0 })
        return (sweep, program)
    }

    /// Finishes a plan, and finds all as if nothing had happened.
    static func finish(_ sweep: SweepFolder) throws {
        let end = try sweep.titrate("resume")
        #expect(end.status == 0, "\(end.errors)")
        #expect(try sweep.settledRows() == expected.get())
        #expect(sweep.processesLeftAfterAWhile() == [])
    }

    @Test func `a worker that stands still loses its leases, and wakes up to nothing`() throws {
        let (sweep, program) = try Self.underWay(environment: ["TITRATE_LEASE_EXPIRY": "2000"])
        let worker = try #require(ProcessKind.worker.pids(below: program.pid).first)
        kill(worker, SIGSTOP)
        try #require(
            sweep.waits(program) { $0.count("from attempts where status = 'lost'") > 0 })
        kill(worker, SIGCONT)
        let end = program.wait()
        #expect(end.status == 0, "\(end.errors)")
        #expect(end.errors.contains("silent for 2 s"), "\(end.errors)")
        #expect(sweep.count("from attempts where status = 'succeeded'") == 12)
        try Self.finish(sweep)
    }

    @Test func `a coordinator that stands still finishes its plan when it wakes up`() throws {
        let (sweep, program) = try Self.underWay(environment: ["TITRATE_LEASE_EXPIRY": "2000"])
        program.send(signal: SIGSTOP)
        usleep(2_500_000)
        program.send(signal: SIGCONT)
        let end = program.wait()
        #expect(end.status == 0, "\(end.errors)")
        #expect(sweep.count("from attempts where status = 'succeeded'") == 12)
        try Self.finish(sweep)
    }

    @Test func `a lost terminal stops the run in order`() throws {
        let (sweep, program) = try Self.underWay()
        program.send(signal: SIGHUP)
        let end = program.wait()
        #expect(end.status == 143 && !end.wasSignalled, "\(end.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        try Self.finish(sweep)
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func `a second request kills a worker that does not answer`(
        signal: Int32, code: Int32
    ) throws {
        let (sweep, program) = try Self.underWay()
        let worker = try #require(ProcessKind.worker.pids(below: program.pid).first)
        kill(worker, SIGSTOP)
        program.send(signal: signal)
        usleep(300_000)
        #expect(program.isRunning)
        let asked = Date.now
        program.send(signal: signal)
        let end = program.wait()
        #expect(Date.now.timeIntervalSince(asked) < 2)
        #expect(end.status == code, "\(end.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        try Self.finish(sweep)
    }

    @Test func `of coordinators that begin at once, one runs the plan`() throws {
        let sweep = try SweepFolder(steps: 400)
        let programs = (0..<5).map { _ in sweep.command(["launch", "sweep.yaml"]) }
        for program in programs { try program.start() }
        let ends = programs.map { $0.wait() }
        #expect(ends.contains { $0.status == 0 })
        for end in ends {
            #expect([0, 75].contains(end.status), "\(end.status) \(end.errors)")
        }
        #expect(sweep.count("from attempts") == 12)
        #expect(sweep.count("from trials where status = 'succeeded' and attempts = 1") == 12)
        #expect(sweep.processesLeftAfterAWhile() == [])
    }

    @Test func `a garbled report is not waited for`() throws {
        let (sweep, program) = try Self.underWay()
        let worker = try #require(ProcessKind.worker.pids(below: program.pid).first)
        kill(worker, SIGSTOP)
        // Its next line is now part of one that nobody can read.
        let folder = sweep.store.path + ".spool/w"
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
        let log = try FileHandle(forWritingTo: URL(filePath: "\(folder)/\(name)/out.log"))
        try log.seekToEnd()
        try log.write(contentsOf: Data("\u{0}{\"report\":\"en".utf8))
        try log.close()
        kill(worker, SIGCONT)
        let end = program.wait()
        #expect(end.status == 0, "\(end.errors)")
        #expect(end.errors.contains("1 damaged lines from worker \(name)"), "\(end.errors)")
        try Self.finish(sweep)
    }

    @Test(arguments: ["BEGIN IMMEDIATE;", "BEGIN; SELECT count(*) FROM trials;"])
    func `a store that another program holds is waited for`(transaction: String) throws {
        let shell = URL(filePath: "/usr/bin/sqlite3")
        guard FileManager.default.isExecutableFile(atPath: shell.path) else {
            return print("skipped: there is no \(shell.path)")
        }
        let (sweep, program) = try Self.underWay()
        try sweep.folder.write("\(transaction)\n.shell sleep 3\nROLLBACK;\n", to: "hold.sql")
        let held = try run(
            shell, ["-cmd", ".read hold.sql", sweep.store.path, ""], in: sweep.folder.url)
        #expect(held.status == 0, "\(held.errors)")
        let end = program.wait()
        #expect(end.status == 0, "\(end.errors)")
        try Self.finish(sweep)
    }
}

extension SweepFolder {
    /// Rows that a query counts; 0 while there is no store.
    func count(_ rest: String) -> Int {
        let lines = (try? query("select count(*) \(rest)"))?.split(separator: "\n") ?? []
        return lines.count == 2 ? Int(lines[1]) ?? 0 : 0
    }

    func succeeded() -> Int { count("from trials where status = 'succeeded'") }

    /// Waits for something to become true while a program runs; false where it ends before.
    func waits(_ program: RunningProgram, for condition: (SweepFolder) -> Bool) -> Bool {
        while program.isRunning {
            if condition(self) { return true }
            usleep(10_000)
        }
        return false
    }
}
