import Coordinator
import Glibc

/// Memory of the machine, or of the part of it that this process may use.
enum MachineMemory {
    /// Bytes that one of so many trials may use: equal shares of four fifths of what there is.
    ///
    /// - Parameter allotted: what the batch system gives of it; nil where it gives all.
    static func fairShare(slots: Int, of allotted: Int?) -> Int {
        let limits = [machine, allotted] + groupLimits
        return (limits.compactMap(\.self).min() ?? 1 << 32) / 5 * 4 / slots
    }

    /// Processes that the kernel has killed for want of memory since the machine began.
    static var kernelKills: Int {
        SystemFile.text("/proc/vmstat").flatMap {
            SystemFile.number(after: "oom_kill ", in: $0)
        } ?? 0
    }

    private static var machine: Int? {
        SystemFile.text("/proc/meminfo").flatMap {
            SystemFile.number(after: "MemTotal:", in: $0)
        }.map { $0 * 1024 }
    }

    /// The limits of the control groups (version 2) that this process is in.
    private static var groupLimits: [Int?] {
        guard let groups = SystemFile.text("/proc/self/cgroup"),
            let line = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::") })
        else { return [] }
        let parts = line.dropFirst(3).split(separator: "/")
        return (0...parts.count).map { depth in
            let group = parts.prefix(depth).joined(separator: "/")
            return SystemFile.text("/sys/fs/cgroup/\(group)/memory.max").flatMap {
                Int($0.prefix { $0.isNumber })
            }
        }
    }
}
