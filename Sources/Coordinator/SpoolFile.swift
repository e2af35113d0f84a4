import Glibc

/// Writing to an open file of the spool.
enum SpoolFile {
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
