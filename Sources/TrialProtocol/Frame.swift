/// A line that tells whether it is whole: checksum, space, text, newline.
///
/// The checksum is the CRC-32 of the text in 8 lower-case hexadecimal digits. What a process
/// prints in passing, or a write that was cut off, is told apart from what was meant.
public enum Frame {
    private static let checksumLength = 8
    private static let space = UInt8(ascii: " ")
    static let newline = UInt8(ascii: "\n")

    /// The framed line of a text, with its newline.
    ///
    /// - Precondition: the text has no newline.
    public static func line(of text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        precondition(!bytes.contains(newline), "a framed text is one line")
        var line = digits(of: CRC32.checksum(of: bytes))
        line.reserveCapacity(checksumLength + bytes.count + 2)
        line.append(space)
        line += bytes
        line.append(newline)
        return line
    }

    /// The text of a framed line without its newline; nil where the line is not whole.
    public static func text(of line: some Collection<UInt8>) -> [UInt8]? {
        guard line.count > checksumLength else { return nil }
        let checksum = line.prefix(checksumLength)
        let rest = line.dropFirst(checksumLength)
        guard rest.first == space else { return nil }
        let text = Array(rest.dropFirst())
        return checksum.elementsEqual(digits(of: CRC32.checksum(of: text))) ? text : nil
    }

    private static func digits(of checksum: UInt32) -> [UInt8] {
        let alphabet = Array("0123456789abcdef".utf8)
        return (0..<checksumLength).map { place in
            alphabet[Int(checksum >> UInt32(28 - 4 * place) & 0xF)]
        }
    }
}
