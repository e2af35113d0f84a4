/// Random changes of bytes that were right before.
struct Mutation {
    /// Right ones, to begin with and to take parts from.
    let samples: [[UInt8]]
    /// Bytes that mean something to the reader.
    let signs: [UInt8]

    /// Parts that readers trip over: numbers at and beyond every limit, other spellings of
    /// nothing, text that is no UTF-8.
    private static let awkward: [[UInt8]] =
        [
            "0", "-1", "1e999", "-0.0", "1e-400", "NaN", "inf", "9223372036854775807",
            "9223372036854775808", "-9223372036854775808", "18446744073709551616", "0x10", "1_000",
            "4294967296", "2147483647", "null", "~", "true", "\"\"", "''", "\r\n", "\u{FEFF}",
            "\u{0}", "💊", "e\u{301}",
        ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]]

    /// A sample with one to six changes; now and then bytes that never were one.
    func make(_ generator: inout SeededGenerator) -> [UInt8] {
        guard Int.random(in: 0..<16, using: &generator) > 0, !samples.isEmpty else {
            return noise(&generator)
        }
        var bytes = samples.randomElement(using: &generator)!
        for _ in 0..<Int.random(in: 1...6, using: &generator) { change(&bytes, &generator) }
        return bytes
    }

    private func noise(_ generator: inout SeededGenerator) -> [UInt8] {
        let onlySigns = Bool.random(using: &generator)
        return (0..<Int.random(in: 0...120, using: &generator)).map { _ in
            onlySigns
                ? signs.randomElement(using: &generator)!
                : UInt8.random(in: 0...255, using: &generator)
        }
    }

    private func change(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else {
            bytes = noise(&generator)
            return
        }
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let longest = Bool.random(using: &generator) ? 8 : 200
        let end = Int.random(in: start...min(bytes.count, start + longest), using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[start] = signs.randomElement(using: &generator)!
        case 2: bytes.insert(signs.randomElement(using: &generator)!, at: start)
        case 3: bytes.removeSubrange(start..<end)
        case 4: bytes.insert(contentsOf: bytes[start..<end], at: start)
        case 5: bytes.removeSubrange(end...)
        case 6: bytes.replaceSubrange(start..<end, with: part(&generator))
        case 7: bytes.insert(contentsOf: Self.awkward.randomElement(using: &generator)!, at: start)
        case 8: replaceNumber(&bytes, from: start, &generator)
        default: swapLines(&bytes, &generator)
        }
    }

    /// A part of any sample.
    private func part(_ generator: inout SeededGenerator) -> ArraySlice<UInt8> {
        let sample = samples.randomElement(using: &generator)!
        let start = Int.random(in: 0...sample.count, using: &generator)
        return sample[
            start..<Int.random(in: start...min(sample.count, start + 60), using: &generator)]
    }

    private func replaceNumber(
        _ bytes: inout [UInt8], from start: Int, _ generator: inout SeededGenerator
    ) {
        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
        guard let begin = bytes[start...].firstIndex(where: isDigit) else { return }
        let end = bytes[begin...].firstIndex { !isDigit($0) } ?? bytes.endIndex
        bytes.replaceSubrange(begin..<end, with: Self.awkward.randomElement(using: &generator)!)
    }

    private func swapLines(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.swapAt(
            .random(in: lines.indices, using: &generator),
            .random(in: lines.indices, using: &generator))
        bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }
}
