/// The text of a file in lines, with the path that messages name.
public struct SourceText: Hashable, Sendable {
    public let path: String
    /// The whole text without a byte order mark.
    public let text: String
    /// The lines without their ends, which are LF, CR LF or CR.
    public let lines: [String]

    /// Decodes the bytes of a file, or says why they are no text.
    ///
    /// Refused are more bytes than `byteLimit`, bytes that are not UTF-8, and control characters
    /// other than tabs and line ends.
    public init(
        decoding bytes: some Collection<UInt8>, path: String, byteLimit: Int
    ) throws(Diagnostics) {
        guard bytes.count <= byteLimit else {
            throw Diagnostics([Self.tooLarge(path: path, byteLimit: byteLimit)])
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = Array(bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...])
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Diagnostics([Self.malformed(content, path: path)])
        }
        self.path = path
        self.text = text
        lines = Self.lines(of: text)
        if let diagnostic = forbiddenCharacter() { throw Diagnostics([diagnostic]) }
    }

    /// The line that a place is in, if there is one.
    public func line(at place: Place) -> String? {
        lines.indices.contains(place.line - 1) ? lines[place.line - 1] : nil
    }

    /// A diagnostic of this file.
    public func diagnostic(
        _ code: Diagnostic.Code, at place: Place, _ message: String, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            path: path, place: place, code: code, message: message, hint: hint,
            sourceLine: line(at: place))
    }

    private static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            defer { isAfterReturn = scalar == "\r" }
            if scalar == "\n" && isAfterReturn { continue }
            if scalar == "\n" || scalar == "\r" {
                lines.append(String(line))
                line = String.UnicodeScalarView()
            } else {
                line.append(scalar)
            }
        }
        return line.isEmpty ? lines : lines + [String(line)]
    }

    private func forbiddenCharacter() -> Diagnostic? {
        guard text.unicodeScalars.contains(where: Self.isForbidden) else { return nil }
        for (row, line) in lines.enumerated() {
            for (offset, scalar) in line.unicodeScalars.enumerated() where Self.isForbidden(scalar)
            {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                return diagnostic(
                    .controlCharacter, at: Place(line: row + 1, column: offset + 1),
                    "the control character U+\(code) is not allowed",
                    hint: "remove it; a file is plain text in UTF-8")
            }
        }
        return nil
    }

    /// What YAML 1.2 does not allow in a file, and the line ends that editors do not count.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    private static func tooLarge(path: String, byteLimit: Int) -> Diagnostic {
        Diagnostic(
            path: path, place: .start, code: .fileTooLarge,
            message: "the file is larger than \(byteLimit >> 20) MiB",
            hint: "is this the right file?")
    }

    private static func malformed(_ bytes: [UInt8], path: String) -> Diagnostic {
        var iterator = bytes.makeIterator()
        var parser = UTF8.ForwardParser()
        var valid = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
            valid += scalar.count
        }
        let before = lines(of: String(decoding: bytes[..<valid], as: UTF8.self) + "|")
        let rest = bytes[valid...].prefix { $0 != 0x0A && $0 != 0x0D }
        let start = String(before[before.count - 1].dropLast())
        return Diagnostic(
            path: path,
            place: Place(line: before.count, column: start.unicodeScalars.count + 1),
            code: .invalidUTF8, message: "the file is not UTF-8 text",
            hint: "save it in the encoding UTF-8",
            sourceLine: start + String(decoding: rest, as: UTF8.self))
    }
}
