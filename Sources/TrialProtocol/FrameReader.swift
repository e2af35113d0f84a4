/// Cuts a stream of bytes into lines and tells framed ones from all others.
///
/// Feed it whatever arrives. Memory is bounded: of a line longer than the limit only the
/// beginning is kept, and reported as stray.
public struct FrameReader: Sendable {
    /// One line of the stream, without its newline.
    public enum Line: Hashable, Sendable {
        /// A whole framed line: its text, as UTF-8 bytes.
        case framed([UInt8])
        /// Anything else: what a library printed, or a damaged frame.
        case stray([UInt8])
    }

    private let lineLimit: Int
    private var pending: [UInt8] = []

    /// - Parameter lineLimit: bytes that a line may have; longer ones are cut.
    public init(lineLimit: Int = 1 << 20) {
        self.lineLimit = lineLimit
    }

    /// The lines that these bytes complete.
    public mutating func feed(_ bytes: some Collection<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: Frame.newline) {
            keep(rest[..<end])
            lines.append(takeLine())
            rest = rest[rest.index(after: end)...]
        }
        keep(rest)
        return lines
    }

    /// What is left when the stream ends: a line cut off, or nil where nothing is.
    ///
    /// Never taken for whole, even if it is: its newline was part of the write.
    public mutating func finish() -> [UInt8]? {
        defer { pending = [] }
        return pending.isEmpty ? nil : pending
    }

    private mutating func keep(_ part: some Collection<UInt8>) {
        pending += part.prefix(max(0, lineLimit - pending.count))
    }

    private mutating func takeLine() -> Line {
        defer { pending = [] }
        return Frame.text(of: pending).map(Line.framed) ?? .stray(pending)
    }
}
