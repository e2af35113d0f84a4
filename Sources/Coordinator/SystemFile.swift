package import Glibc

/// Reads the small files in which the system tells about itself.
package enum SystemFile {
    /// The text of a file, at most 64 KiB of it; nil where it cannot be read.
    package static func text(_ path: String) -> String? {
        bytes(path, limit: 1 << 16).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a file, about `limit` of them at most; nil where it cannot be read.
    package static func bytes(_ path: String, limit: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// The number after a label at the beginning of a line.
    package static func number(after label: String, in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix(label) {
            return line.dropFirst(label.count).split { !$0.isNumber }.first.flatMap { Int($0) }
        }
        return nil
    }

    /// The names in a folder that are numbers.
    package static func numbers(in folder: String) -> [pid_t] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var numbers: [pid_t] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let number = pid_t(name) { numbers.append(number) }
        }
        return numbers
    }
}
