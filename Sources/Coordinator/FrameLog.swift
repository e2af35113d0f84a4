import Glibc
package import JSONText
import TrialProtocol

/// A file of framed JSON lines that one process appends to and another reads.
///
/// It is opened anew for every use: on shared file systems that is what shows new bytes.
package struct FrameLog {
    package let path: String

    package init(path: String) { self.path = path }

    /// What a reader found beyond an offset.
    package struct Reading: Equatable {
        /// The whole lines; nil for those that are not what they were written as.
        package var lines: [JSONValue?] = []
        /// Those that are.
        package var values: [JSONValue] { lines.compactMap(\.self) }
        /// Where the last whole line ends.
        package var offset: Int
    }

    /// Makes the file, where nobody has made it before.
    ///
    /// - Returns: whether it is the caller's; of many that try, on whichever machines, one's.
    package func claim() throws -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { return false }
            throw SpoolFault("create", path)
        }
        close(file)
        return true
    }

    /// Appends values, one a line.
    ///
    /// - Parameter tear: called when half of the bytes are written.
    package func append(_ values: [JSONValue], tear: () throws -> Void) throws {
        guard !values.isEmpty else { return }
        let bytes = values.flatMap { Frame.line(of: $0.serialized()) }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SpoolFault("open", path) }
        defer { close(file) }
        try SpoolFile.write(bytes[..<(bytes.count / 2)], to: file, path)
        try tear()
        try SpoolFile.write(bytes[(bytes.count / 2)...], to: file, path)
    }

    /// The whole lines from an offset on; a last line that is not whole is left for later.
    ///
    /// - Returns: nil where there is no such file.
    package func read(from offset: Int) throws -> Reading? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw SpoolFault("open", path)
        }
        defer { close(file) }
        var reading = Reading(offset: offset)
        let bytes = try bytes(of: file, from: offset)
        guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return reading }
        reading.offset += last + 1
        var reader = FrameReader()
        for line in reader.feed(bytes[...last]) {
            guard case .framed(let text) = line else {
                reading.lines.append(nil)
                continue
            }
            reading.lines.append(try? JSONValue(parsing: text))
        }
        return reading
    }

    private func bytes(of file: Int32, from offset: Int) throws -> [UInt8] {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw SpoolFault("stat", path) }
        let expected = Int(status.st_size) - offset
        guard expected > 0 else { return [] }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: expected) { buffer, count in
            while count < expected {
                let read = pread(
                    file, buffer.baseAddress! + count, expected - count, off_t(offset + count))
                failed = read < 0 && errno != EINTR
                if failed || read == 0 { break }
                count += max(0, read)
            }
        }
        guard !failed else { throw SpoolFault("read", path) }
        return bytes
    }
}

/// A file of the spool that could not be used.
public struct SpoolFault: Error, Hashable, CustomStringConvertible {
    /// What was tried, as a verb.
    public let operation: String
    public let path: String
    /// The system's error number.
    public let number: Int32

    package init(_ operation: String, _ path: String, number: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    public var description: String {
        "cannot \(operation) \(path): \(String(cString: strerror(number)))"
    }
}
