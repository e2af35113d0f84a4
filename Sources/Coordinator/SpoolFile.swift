import Glibc

/// Writing to files of the spool.
enum SpoolFile {
    /// Makes a file, or empties the one that is there, and writes it.
    static func create(_ path: String, holding bytes: [UInt8]) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SpoolFault("create", path) }
        defer { close(file) }
        try write(bytes[...], to: file, path)
    }

    /// Writes all bytes, however many calls that takes.
    ///
    /// - Parameter path: names the file in a fault.
    static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, _ path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard written >= 0 || errno == EINTR else { throw SpoolFault("write", path) }
            rest = rest.dropFirst(max(0, written))
        }
    }
}
