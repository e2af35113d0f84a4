import Coordinator
import Glibc

/// A worker or trial that works in a spool folder, as /proc shows it.
public struct SpoolProcess: Hashable, Sendable {
    public let pid: Int
    public let command: String

    /// Those of this machine that have a path of the spool in their command line.
    ///
    /// - Parameter spool: absolute.
    public static func all(in spool: String) -> [SpoolProcess] {
        SystemFile.numbers(in: "/proc").sorted().compactMap { pid -> SpoolProcess? in
            guard pid != getpid(), let line = SystemFile.text("/proc/\(pid)/cmdline") else {
                return nil
            }
            let words = line.split(separator: "\0")
            guard words.contains(where: { $0.hasPrefix(spool + "/") }) else { return nil }
            return SpoolProcess(pid: Int(pid), command: words.joined(separator: " "))
        }
    }
}
