import Foundation
import Synchronization
import TestSupport
import Testing

/// A real Slurm of emulated nodes, `n1` and so on, that goes down with the value, or with this
/// process where that is killed.
final class SlurmCluster: BatchSystem {
    let folder: TemporaryFolder
    let environment: [String: String]
    private static let commands = ["sbatch", "squeue", "scancel", "sacct", "sinfo", "scontrol"]

    /// Whether the packages are there that `make deps-test` installs.
    static let isInstalled = [
        "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged", "/usr/bin/sbatch",
        "/usr/bin/python3",
    ].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    /// Where it is not, the tests say so instead of passing.
    static let skipped: Comment = "no slurmctld, slurmd, sbatch or munged; see make deps-test"

    /// Whether nodes can have networks and views of their own: root, and the programs for it.
    static let canSetApart =
        geteuid() == 0
        && ["/usr/bin/bindfs", "/usr/bin/unshare", "/usr/bin/nsenter"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: $0)
        }

    /// - Parameters:
    ///   - isTuned: as a site would for many short jobs.
    ///   - apart: each node has a network of its own, and its view of a folder is so many seconds
    ///     old at the most.
    init(
        nodes: Int = 4, cpus: Int = 1, isTuned: Bool = false,
        apart: (shared: TemporaryFolder, staleness: Double)? = nil
    ) throws {
        folder = try TemporaryFolder()
        environment = [
            "SLURM_CONF": folder.file("cluster/slurm.conf").path,
            "PATH": Self.path(beginning: folder.file("bin")),
        ]
        let up = try Self.run(
            "up", folder,
            ["--nodes", "\(nodes)", "--cpus", "\(cpus)", "--owner", "\(getpid())"]
                + (isTuned ? ["--tuned"] : [])
                + (apart.map {
                    ["--networks", "--shared", $0.shared.url.path, "--stale", "\($0.staleness)"]
                } ?? []))
        guard up.status == 0 else { throw NotUp(errors: up.errors) }
        for command in Self.commands { try wrap(command) }
    }

    struct NotUp: Error { let errors: String }

    deinit {
        let down = try? Self.run("down", folder)
        if down?.status != 0 || !processes.isEmpty {
            Issue.record("the cluster does not go down: \(down?.errors ?? "") \(processes)")
        }
    }

    /// Its daemons, jobs, and what these have started, a line each.
    var processes: [String] {
        let listed = try? Self.run("processes", folder)
        return (listed?.output ?? "").split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// A command that comes first on the path, keeps a list of its calls, and fails while it is
    /// told to.
    private func wrap(_ command: String) throws {
        let script = """
            echo "\(command) $*" >> '\(folder.file("calls").path)'
            if [ -e '\(folder.file("\(command).broken").path)' ]; then
                echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2
                exit 1
            fi
            exec /usr/bin/\(command) "$@"
            """
        try folder.writeProgram(script, to: "bin/\(command)")
    }

    /// Makes a command fail from now on, or work again.
    func setBroken(_ isBroken: Bool, _ command: String) throws {
        let mark = folder.file("\(command).broken")
        if isBroken {
            try Data().write(to: mark)
        } else {
            try FileManager.default.removeItem(at: mark)
        }
    }

    func calls(of command: String) -> [String] {
        Self.lines(of: folder.file("calls"), beginning: command)
    }

    // MARK: Slurm's own commands, as an operator gives them

    @discardableResult
    func slurm(_ command: String, _ arguments: String...) throws -> ProgramResult {
        try TestSupport.run(
            URL(filePath: "/usr/bin/\(command)"), arguments, environment: environment)
    }

    func openJobs() -> Int? { jobs(in: "pending,running")?.count }

    /// Ids of jobs in some states, of titrate's alone; nil while the controller does not answer.
    func jobs(in states: String) -> [String]? {
        guard let listed = try? slurm("squeue", "-h", "-r", "-t", states, "-o", "%A %j"),
            listed.status == 0
        else { return nil }
        return listed.output.split(separator: "\n").map { $0.split(separator: " ") }
            .filter { $0.last?.hasPrefix("titrate") == true }.map { String($0[0]) }
    }

    // MARK: Faults

    private static func run(
        _ command: String, _ folder: TemporaryFolder, _ arguments: [String] = []
    ) throws -> ProgramResult {
        try TestSupport.run(
            scripts.appending(path: "cluster.py"),
            [command, folder.file("cluster").path] + arguments)
    }

    /// A node loses its power.
    func crash(_ node: String) throws { _ = try Self.run("crash", folder, [node]) }

    func revive(_ node: String) throws { _ = try Self.run("revive", folder, [node]) }

    /// Pulls the cable of a node that is set apart.
    func split(_ node: String) throws { _ = try Self.run("split", folder, [node]) }

    func join(_ node: String) throws { _ = try Self.run("join", folder, [node]) }

    func killController() throws { _ = try Self.run("kill-controller", folder) }

    func startController() throws { _ = try Self.run("start-controller", folder) }
}
