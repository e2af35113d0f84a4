package import Coordinator
import Glibc

/// Processes by descent, as /proc tells it.
package enum ProcessTree {
    /// The living and the unreaped children of a process.
    static func children(of pid: pid_t) -> [pid_t] {
        threads(of: pid).flatMap { thread in
            (SystemFile.text("/proc/\(pid)/task/\(thread)/children") ?? "")
                .split(separator: " ").compactMap { pid_t($0) }
        }
    }

    /// The ids of a process's threads; the folder's link count, 2 and one for each, spares most
    /// processes the listing.
    private static func threads(of pid: pid_t) -> [pid_t] {
        var status = stat()
        let folder = "/proc/\(pid)/task"
        guard stat(folder, &status) == 0 else { return [] }
        return status.st_nlink == 3 ? [pid] : SystemFile.numbers(in: folder)
    }

    /// A process and all that descend from it.
    static func members(from pid: pid_t) -> [pid_t] {
        var members = [pid]
        var next = 0
        while next < members.count {
            members += children(of: members[next])
            next += 1
        }
        return members
    }

    /// Kills a process and all that descend from it.
    ///
    /// Only where its id cannot have been given to another meanwhile: a child that has not been
    /// reaped, or one that was told apart just now.
    package static func kill(from pid: Int32) {
        for member in members(from: pid) { _ = Glibc.kill(member, SIGKILL) }
    }

    /// Kills a worker that an earlier coordinator has left on this machine, and all that it has
    /// started; returns when it is gone.
    package static func end(_ record: WorkerRecord) {
        guard record.host == ProcessIdentity.host else { return }
        let pid = pid_t(record.pid)
        // Five seconds: longer than the kernel takes to end anything that is not stuck in it.
        for _ in 0..<1000 {
            guard let identity = ProcessIdentity(of: pid), identity.matches(record) else { return }
            kill(from: pid)
            usleep(5000)
        }
    }

    /// Memory that a process holds now and the most it has held, in bytes.
    static func memory(of pid: pid_t) -> (now: Int, peak: Int)? {
        guard let text = SystemFile.text("/proc/\(pid)/status"),
            let now = SystemFile.number(after: "VmRSS:", in: text),
            let peak = SystemFile.number(after: "VmHWM:", in: text)
        else { return nil }
        return (now * 1024, peak * 1024)
    }

    /// Kills and reaps the children of this process that are not among those to keep: orphans it
    /// has adopted.
    ///
    /// - Parameter isKept: told the child and its session.
    /// - Returns: how many there were.
    static func endOrphans(where isKept: (_ child: pid_t, _ session: pid_t) -> Bool) -> Int {
        var ended = 0
        // A killed orphan's own children are adopted next, so it may take some rounds.
        for _ in 0..<1000 {
            let orphans = children(of: getpid()).filter { !isKept($0, getsid($0)) }
            if orphans.isEmpty { break }
            for orphan in orphans { kill(from: orphan) }
            usleep(1000)
            for orphan in orphans where ProgramEnd.reap(orphan) != nil { ended += 1 }
        }
        return ended
    }
}
