import Glibc

/// An open file of the system.
package struct FileDescriptor {
    package static let standardOutput = FileDescriptor(number: STDOUT_FILENO)
    package static let standardError = FileDescriptor(number: STDERR_FILENO)

    let number: Int32

    /// Writes all bytes, however many calls it takes; false where the reader has gone or the
    /// disk is full.
    package func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let written = Glibc.write(number, part.baseAddress, part.count)
                if written < 0, errno != EINTR { return false }
                rest = rest.dropFirst(max(0, written))
            }
            return true
        }
    }

    /// All bytes of the file at a path, or the error number of what went wrong.
    package static func contents(of path: String) -> Result<[UInt8], SystemError> {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return .failure(SystemError(number: errno)) }
        defer { close(number) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(number, &chunk, chunk.count)
            if count == 0 { return .success(bytes) }
            if count > 0 { bytes += chunk[..<count] }
            if count < 0, errno != EINTR { return .failure(SystemError(number: errno)) }
        }
    }

    /// Makes these bytes the file at a path: the old ones or the new ones are there, never a part.
    ///
    /// - Returns: what went wrong; nil where nothing did.
    static func replace(_ path: String, with bytes: [UInt8]) -> SystemError? {
        let partial = path + ".part"
        let number = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard number >= 0 else { return SystemError(number: errno) }
        let isWritten = FileDescriptor(number: number).write(bytes)
        let fault = SystemError(number: errno)
        guard close(number) == 0, isWritten, rename(partial, path) == 0 else {
            let fault = isWritten ? SystemError(number: errno) : fault
            unlink(partial)
            return fault
        }
        return nil
    }
}

/// A failure of a system call.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    public let number: Int32

    public var description: String { String(cString: strerror(number)) }
}
