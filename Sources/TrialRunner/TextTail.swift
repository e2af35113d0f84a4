/// The last lines of a text that may be long.
package struct TextTail {
    private var byteLimit: Int
    private var bytes: [UInt8] = []
    private var isCut = false

    package init(byteLimit: Int) { self.byteLimit = byteLimit }

    package mutating func append(_ more: ArraySlice<UInt8>) {
        bytes += more
        guard bytes.count > 2 * byteLimit else { return }
        trim()
    }

    private mutating func trim() {
        guard bytes.count > byteLimit else { return }
        isCut = true
        bytes.removeFirst(bytes.count - byteLimit)
    }

    /// The last of it, in fewer bytes.
    func text(last byteLimit: Int) -> String? {
        var shorter = self
        shorter.byteLimit = byteLimit
        return shorter.text
    }

    /// Whole lines, where there are any; nil where nothing was written.
    package var text: String? {
        var copy = self
        copy.trim()
        guard !copy.bytes.isEmpty else { return nil }
        if copy.isCut, let end = copy.bytes.firstIndex(of: UInt8(ascii: "\n")) {
            copy.bytes.removeFirst(end + 1)
        }
        return String(decoding: copy.bytes, as: UTF8.self)
    }
}
