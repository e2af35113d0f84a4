import Foundation

/// The file system that a file is on.
public struct FileSystem: Hashable, Sendable {
    /// As the kernel's table of mounts names it: `ext4`, `nfs4`, `fuse.sshfs`.
    ///
    /// `statfs` has a number instead, the same one for all that FUSE serves.
    public let type: String

    /// - Parameters:
    ///   - path: absolute, without links.
    ///   - mounts: as proc(5) describes `/proc/self/mounts`: a mount a line, of which a later one
    ///     hides an earlier one on the same point.
    /// - Returns: nil where no mount has the path.
    public init?(of path: String, mounts: String) {
        var nearest: (point: String, type: String)?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count > 2 else { continue }
            let point = Self.plain(fields[1])
            guard path == point || path.hasPrefix(point.hasSuffix("/") ? point : point + "/"),
                point.utf8.count >= nearest?.point.utf8.count ?? 0
            else { continue }
            nearest = (point, fields[2])
        }
        guard let nearest else { return nil }
        type = nearest.type
    }

    /// A mount point without the table's escapes of blanks and backslashes, as in `\040`.
    private static func plain(_ point: String) -> String {
        [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")].reduce(point) {
            $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
    }

    /// Whether other machines write to it too, so that SQLite cannot trust its locks.
    public var isShared: Bool {
        Self.shared.contains(type) || Self.shared.contains { type == "fuse.\($0)" }
    }

    private static let shared: Set = [
        "9p", "afs", "beegfs", "ceph", "ceph-fuse", "cifs", "coda", "davfs", "glusterfs", "gpfs",
        "juicefs", "lustre", "mfs", "ncpfs", "nfs", "nfs4", "orangefs", "panfs", "pvfs2", "rclone",
        "s3fs", "smb3", "smbfs", "sshfs", "wekafs",
    ]
}
