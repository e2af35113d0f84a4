import ArgumentParser
import Coordinator
import Foundation
import SlurmLauncher
import SweepReport
import SweepStore
import TrialRunner

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Examine the store and what surrounds it; says what is wrong and how to mend it.",
        discussion: "Writes nothing. Leaves with 0 where all is well and with 1 where not.")

    @OptionGroup var store: StoreOptions

    @Option(help: .hidden)
    var mounts: String = "/proc/self/mounts"

    func run() throws {
        let reader = try store.reading()
        let examination = try Examination(
            files: reader.files, health: reader.health(), owner: StoreLock.owner(of: reader.files),
            now: OwnedStore.now, fileSystem: fileSystem(of: reader.files.database))
        let findings = examination.findings
        for finding in findings {
            Console.print("finding: \(finding.fact)\n  cure: \(finding.cure)")
        }
        guard findings.isEmpty else {
            throw CommandFault(.refused, Figures.count(findings.count, "finding"))
        }
        Console.print("\(reader.files.database): all is well")
    }

    private func fileSystem(of path: String) -> FileSystem? {
        (try? String(contentsOfFile: mounts, encoding: .utf8)).flatMap {
            FileSystem(of: path, mounts: $0)
        }
    }
}

/// A store and what surrounds it, examined.
struct Examination {
    let files: StoreFiles
    let health: StoreHealth
    /// Who runs the store now; nil where nobody does.
    let owner: LockOwner?
    /// Milliseconds since 1970, UTC.
    let now: Int
    /// What the store is on; nil where the system does not tell.
    let fileSystem: FileSystem?

    /// Something that is wrong.
    struct Finding {
        var fact: String
        var cure: String
    }

    var findings: [Finding] {
        damages
            + [
                stuckTrials, leftPilots, unreadReports, leftProcesses, clock, space, networkDisk,
                readOnly,
            ]
            .compactMap(\.self)
    }

    private var damages: [Finding] {
        health.damages.map { damage in
            Finding(
                fact: "the store is damaged: \(damage)",
                cure: "take a copy from before, or save what can be read with: "
                    + "sqlite3 \(files.database) .recover | sqlite3 recovered.sqlite")
        }
    }

    private var stuckTrials: Finding? {
        guard owner == nil, health.running > 0 else { return nil }
        return Finding(
            fact: "\(Figures.count(health.running, "trial")) marked as running, "
                + "but nobody runs the store",
            cure: "titrate resume; they start over")
    }

    private var leftPilots: Finding? {
        guard owner == nil, let board = PilotBoard(in: Spool(path: files.spool)) else { return nil }
        return Finding(
            fact: "pilots of a dead coordinator may run or wait on Slurm (jobs \(board.name))",
            cure: "titrate stop ends them, titrate resume too")
    }

    private var unreadReports: Finding? {
        guard owner == nil else { return nil }
        let folder = files.spool + "/w"
        let workers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard !workers.isEmpty else { return nil }
        return Finding(
            fact: "\(Figures.count(workers.count, "worker")) of an interrupted run left reports in "
                + folder,
            cure: "titrate resume; it accepts what they finished")
    }

    private var leftProcesses: Finding? {
        guard owner == nil else { return nil }
        let left = SpoolProcess.all(in: files.spool)
        guard !left.isEmpty else { return nil }
        let pids = left.map { "\($0.pid)" }.joined(separator: " ")
        return Finding(
            fact: "processes of this store live without a coordinator: "
                + left.map { "\($0.pid) \($0.command)" }.joined(separator: "; "),
            cure: "kill -9 \(pids)")
    }

    private var clock: Finding? {
        // A minute: machines that share a store may differ by seconds.
        guard let newest = health.newest, newest > now + 60_000 else { return nil }
        let ahead = Figures.duration(seconds: Double(newest - now) / 1000)
        return Finding(
            fact: "the store has times \(ahead) in the future: the clock was set back",
            cure: "set the clock; results do not depend on it, times and rates do")
    }

    private var space: Finding? {
        var status = statvfs()
        guard statvfs(files.database, &status) == 0 else { return nil }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        guard free < 64 << 20 else { return nil }
        return Finding(
            fact: "\(Figures.memory(bytes: free)) free on the disk of the store",
            cure: "free some: a run stops where the store cannot grow")
    }

    private var networkDisk: Finding? {
        guard let fileSystem, fileSystem.isShared else { return nil }
        return Finding(
            fact: "the store is on a network file system (\(fileSystem.type)), "
                + "whose locks SQLite cannot trust",
            cure: "move the store to a local disk of the machine that runs titrate")
    }

    private var readOnly: Finding? {
        let folder = URL(filePath: files.database).deletingLastPathComponent().path
        guard access(files.database, W_OK) != 0 || access(folder, W_OK) != 0 else { return nil }
        return Finding(
            fact: "\(folder) or the store in it cannot be written by this user",
            cure: "chmod u+w, or run as its owner; status, query and report work nevertheless")
    }
}
