import Glibc

/// How the files that a file names are read, so that tests need no disk.
public struct FileAccess: Sendable {
    /// Why a file cannot be read.
    public enum Failure: Error, Hashable, Sendable {
        case missing
        case isFolder
        /// A pipe, a device, a socket: what has no end, or none before somebody writes.
        case isNoFile
        /// Anything else, as the system words it: "Permission denied".
        case unreadable(String)
    }

    /// The bytes of a file, at most one more than `byteLimit` of them.
    public let read: @Sendable (_ path: String, _ byteLimit: Int) throws(Failure) -> [UInt8]

    public init(
        read: @escaping @Sendable (_ path: String, _ byteLimit: Int) throws(Failure) -> [UInt8]
    ) {
        self.read = read
    }

    /// Files in memory, by path.
    public init(texts: [String: String]) {
        self.init { (path, _) throws(Failure) in
            guard let text = texts[path] else { throw .missing }
            return Array(text.utf8)
        }
    }

    /// The files of this machine; nothing but regular files is read.
    public static let disk = FileAccess { (path, byteLimit) throws(Failure) in
        // Opening a pipe would wait for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw status.st_mode & S_IFMT == S_IFDIR ? .isFolder : .isNoFile
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= byteLimit {
            let count = Glibc.read(
                descriptor, &chunk, min(chunk.count, byteLimit + 1 - bytes.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Failure(code: errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// The bytes of a file that the user named, or the diagnostic that says why there are none.
    public func bytes(of path: String, byteLimit: Int) throws(Diagnostics) -> [UInt8] {
        do throws(Failure) {
            return try read(path, byteLimit)
        } catch {
            let diagnostic = Diagnostic(
                path: path, place: .start, code: error.code, message: error.message(path: path),
                hint: error == .missing ? "check the path and the current folder" : error.hint)
            throw Diagnostics([diagnostic])
        }
    }

    /// A path that a file names, relative to that file.
    public static func path(_ path: String, besides file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return String(file[...slash]) + path
    }
}

extension FileAccess.Failure {
    init(code: Int32) {
        switch code {
        case ENOENT, ENOTDIR: self = .missing
        case EISDIR: self = .isFolder
        case ENXIO: self = .isNoFile  // A socket.
        default: self = .unreadable(String(cString: strerror(code)))
        }
    }

    public var code: Diagnostic.Code { self == .missing ? .missingFile : .unreadableFile }

    /// What is wrong, in one line.
    public func message(path: String) -> String {
        switch self {
        case .missing: "there is no file '\(path)'"
        case .isFolder: "'\(path)' is a folder, not a file"
        case .isNoFile: "'\(path)' is a pipe or a device, not a file"
        case .unreadable(let reason): "'\(path)' cannot be read: \(reason)"
        }
    }

    /// How to mend it.
    public var hint: String {
        switch self {
        case .missing: "a path in a file is relative to that file"
        case .isFolder: "name a file in it"
        case .isNoFile: "save what it gives in a file, and name that"
        case .unreadable: "check the permissions of the file"
        }
    }
}
