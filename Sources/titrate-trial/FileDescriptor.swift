import Glibc

/// An open file of the system.
struct FileDescriptor {
    static let standardOutput = FileDescriptor(number: STDOUT_FILENO)
    static let standardError = FileDescriptor(number: STDERR_FILENO)

    let number: Int32

    /// Writes all bytes, however many calls it takes; false where the reader has gone or the
    /// disk is full.
    func write(_ bytes: [UInt8]) -> Bool {
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
    static func contents(of path: String) -> Result<[UInt8], SystemError> {
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
}

/// A failure of a system call.
struct SystemError: Error, CustomStringConvertible {
    let number: Int32

    var description: String { String(cString: strerror(number)) }
}
