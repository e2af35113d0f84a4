import Glibc

/// The files of one store: the database and what stands beside it.
///
/// Symbolic links are resolved, so that two ways to one database share one lock.
public struct StoreFiles: Hashable, Sendable {
    /// The SQLite database, as an absolute path.
    public let database: String
    /// What the process that writes keeps locked; see ``StoreLock``.
    public var lock: String { database + ".lock" }
    /// The folder of workers and running trials; where a link stands for it, what it points to.
    public var spool: String { Self.resolved(spoolLink) ?? spoolLink }
    /// Where that folder, or a link to it, is.
    public var spoolLink: String { database + ".spool" }
    /// Where a new database is made before it takes its place.
    var draft: String { database + ".new" }

    /// - Parameter path: absolute or relative to the current folder; need not exist.
    public init(_ path: String) {
        database = Self.resolved(path) ?? Self.resolvedInFolder(path)
    }

    private static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// The path of a file that does not exist yet, its folder resolved where that exists.
    private static func resolvedInFolder(_ path: String) -> String {
        let cut = path.lastIndex(of: "/")
        let folder = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = cut.map { String(path[path.index(after: $0)...]) } ?? path
        guard let parent = resolved(folder) else {
            return path.hasPrefix("/") ? path : (resolved(".") ?? "") + "/" + path
        }
        return (parent == "/" ? "" : parent) + "/" + name
    }
}

/// The text of the last system call's error.
func systemErrorText(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
