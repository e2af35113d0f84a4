package import Glibc

/// What tells a process from a later one with the same id.
package struct ProcessIdentity: Hashable {
    package var pid: pid_t
    /// The machine's boot.
    package var bootID: String
    /// Clock ticks since then.
    package var startTime: String

    /// The process that has this id now; nil where there is none, or only its remains.
    package init?(of pid: pid_t) {
        guard let stat = SystemFile.text("/proc/\(pid)/stat"),
            let boot = SystemFile.text("/proc/sys/kernel/random/boot_id"),
            // The name, in parentheses, may hold anything; the third field follows it.
            let name = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        self.pid = pid
        bootID = String(boot.prefix { !$0.isNewline })
        startTime = String(fields[19])
    }

    /// Whether the record is of this very process.
    package func matches(_ record: WorkerRecord) -> Bool {
        Int(pid) == record.pid && bootID == record.bootID && startTime == record.startTime
    }

    /// The machine's name.
    package static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
