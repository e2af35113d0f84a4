import Foundation
import Synchronization
import TestSupport
import Testing

/// A small sweep that runs on a batch system, with times so short that faults are over in seconds.
struct ClusterSweep {
    let sweep: SweepFolder
    let system: any BatchSystem
    let text: String
    let programs: NodePrograms?
    var environment: [String: String]

    /// - Parameters:
    ///   - programs: what the nodes run; what this machine runs where nil.
    ///   - text: of the sweep file.
    init(
        on system: any BatchSystem, programs: NodePrograms? = nil,
        text: String = SweepFolder.sweep(steps: 400)
    ) throws {
        sweep = try SweepFolder(sweep: text)
        self.system = system
        self.text = text
        self.programs = programs
        environment = system.environment
        environment["TITRATE_SQUEUE_SECONDS"] = "0.5"
        environment["TITRATE_LEASE_EXPIRY"] = "\(Self.leaseExpiry)"
        environment["TITRATE_PILOT_IDLE"] = "3000"
    }

    /// Milliseconds after which a silent pilot loses its leases.
    static let leaseExpiry = 3000

    // MARK: Running

    /// Begins the sweep on the cluster, or another command that runs it.
    func start(
        _ words: [String] = ["launch", "sweep.yaml"], _ options: String..., pilots: Int = 2
    ) throws -> RunningProgram {
        var arguments = words + ["--on", "slurm", "--pilots", "\(pilots)"] + options
        if let programs { arguments += ["--program", programs.titrate.path] }
        let program = sweep.command(arguments, environment: environment)
        try program.start()
        return program
    }

    /// Runs the sweep on the cluster to the end of the command.
    func run(
        _ words: [String] = ["launch", "sweep.yaml"], _ options: [String] = [], pilots: Int = 2
    ) throws -> ProgramResult {
        let program = try start(words + options, pilots: pilots)
        return end(of: program)
    }

    /// Begins the sweep, and waits until a trial is done and others are under way.
    func underWay(_ options: String..., pilots: Int = 2) throws -> RunningProgram {
        let program = try start(["launch", "sweep.yaml"] + options, pilots: pilots)
        let isUnderWay = sweep.waits(program) { $0.succeeded() > 0 }
        guard isUnderWay else { throw Ended(result: end(of: program)) }
        return program
    }

    /// A run that ended before anything could happen to it.
    struct Ended: Error { let result: ProgramResult }

    /// Waits for something while a program runs, for some seconds at most.
    func waits(
        _ program: RunningProgram, seconds: Double = 30, for condition: () throws -> Bool
    ) rethrows -> Bool {
        let deadline = Date.now + seconds
        while program.isRunning, Date.now < deadline {
            if try condition() { return true }
            usleep(20_000)
        }
        return false
    }

    /// Waits for a program's end; one that does not end is killed, and so has no right status.
    func end(of program: RunningProgram, seconds: Double = 60) -> ProgramResult {
        let deadline = Date.now + seconds
        while program.isRunning, Date.now < deadline { usleep(10_000) }
        program.send(signal: SIGKILL)
        return program.wait()
    }

    var pilots: [PilotProcess] { PilotProcess.all(in: sweep.folder.url) }

    // MARK: At the end

    /// Finds all as if nothing had happened: each trial accepted once, with the rows of a local
    /// run, and nothing left of processes, jobs and files.
    func expectSettled(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let rows = try sweep.settledRows()
        let expected = try Self.undisturbed(text)
        #expect(rows == expected, sourceLocation: sourceLocation)
        let trials = sweep.count("from trials")
        #expect(trials > 0, sourceLocation: sourceLocation)
        #expect(
            sweep.count("from attempts where status = 'succeeded'") == trials,
            sourceLocation: sourceLocation)
        expectNothingLeft(sourceLocation: sourceLocation)
        #expect(spools == [], sourceLocation: sourceLocation)
    }

    /// No coordinator, pilot, trial or job is about any more.
    func expectNothingLeft(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(sweep.processesLeftAfterAWhile() == [], sourceLocation: sourceLocation)
        #expect(system.openJobs() == 0, sourceLocation: sourceLocation)
    }

    /// Folders and links for files that pass between coordinator and workers.
    var spools: [String] {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: sweep.folder.url.path))
        return (paths ?? []).filter {
            $0.hasSuffix(".spool") || $0.contains(#/titrate-[^/]+$/#) || $0.hasSuffix("/board")
        }
    }

    private static let kept = Mutex<[String: [String]]>([:])

    /// The rows of a local run of a sweep.
    static func undisturbed(_ text: String) throws -> [String] {
        if let rows = kept.withLock({ $0[text] }) { return rows }
        let local = try SweepFolder(sweep: text)
        let launch = try local.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        let rows = try local.settledRows()
        kept.withLock { $0[text] = rows }
        return rows
    }
}

/// A build for the nodes whose trials wait before they train, so that they are long and cost
/// nothing, or whose pilots live for another time than Slurm's limit asks of them.
struct NodePrograms {
    let folder: TemporaryFolder
    /// What the nodes run as titrate.
    let titrate: URL

    /// - Parameters:
    ///   - wait: seconds that each trial waits.
    ///   - first: seconds that the first of all waits.
    ///   - lifetime: seconds that a pilot gives itself.
    ///   - isDeaf: pilots and trials do not hear SIGTERM.
    init(
        wait: Double = 0, first: Double? = nil, lifetime: Int? = nil, isDeaf: Bool = false
    ) throws {
        folder = try TemporaryFolder()
        // A program finds its trials beside its own file.
        let program = folder.file("titrate")
        try FileManager.default.linkItem(at: Self.copy.file("titrate"), to: program)
        titrate = lifetime == nil ? program : folder.file("own-lifetime")
        let trial = Project.executable("titrate-trial").path
        let firstWait = first.map {
            "if mkdir '\(folder.file("first").path)' 2> /dev/null; then sleep \($0); fi\n"
        }
        let trap = isDeaf ? "trap '' TERM\n" : ""
        try folder.writeProgram(
            "\(trap)\(firstWait ?? "")sleep \(wait)\nexec '\(trial)' \"$@\"\n", to: "titrate-trial")
        if let lifetime {
            // pilot LIST --seconds S --memory B
            try folder.writeProgram(
                "\(trap)exec '\(program.path)' pilot \"$2\" --seconds \(lifetime) --memory \"$6\"\n",
                to: "own-lifetime")
        }
    }

    /// Lets the nodes run another script as a trial.
    func replaceTrial(by script: String) throws {
        try folder.writeProgram(script, to: "titrate-trial")
    }

    /// One copy for all, by a process of its own: a program that another test starts meanwhile must
    /// not inherit a file that is still open to be written, or nobody could run it.
    private static let copy = {
        let folder = try! TemporaryFolder()
        let (from, to) = (Project.executable("titrate").path, folder.file("titrate").path)
        let copied = try! run(URL(filePath: "/bin/cp"), [from, to])
        precondition(copied.status == 0, copied.errors)
        return folder
    }()
}

/// Looks again and again how many jobs a batch system has.
final class Census: Sendable {
    private let system: any BatchSystem
    private let highest = Mutex(0)
    private let isOver = Mutex(false)

    init(_ system: any BatchSystem) {
        self.system = system
        Thread.detachNewThread { [self] in
            while !isOver.withLock({ $0 }) {
                let open = self.system.openJobs() ?? 0
                highest.withLock { $0 = max($0, open) }
                usleep(100_000)
            }
        }
    }

    /// The most jobs that waited or ran at a time; it looks no more.
    func end() -> Int {
        isOver.withLock { $0 = true }
        return highest.withLock { $0 }
    }
}
