import TrialProtocol

/// Puts values one behind the other into bytes.
struct ByteWriter {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func write(_ integer: Int) { write(bits: UInt64(bitPattern: Int64(integer))) }

    mutating func write(_ number: Double) { write(bits: number.bitPattern) }

    mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes += text.utf8
    }

    mutating func write(_ numbers: [Double]) {
        write(numbers.count)
        for number in numbers { write(number) }
    }

    mutating func writeChecksum() { append(CRC32.checksum(of: bytes)) }

    private mutating func write(bits: UInt64) { append(bits) }

    private mutating func append(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// Takes values out of bytes that ``ByteWriter`` wrote; never reads beyond them.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    /// Bytes that end with their checksum; nil where it does not fit.
    init?(checked bytes: [UInt8], skipping count: Int) {
        let end = bytes.count - MemoryLayout<UInt32>.size
        guard end >= count else { return nil }
        self.bytes = bytes[..<end]
        place = count
        let checksum = bytes[end...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard CRC32.checksum(of: self.bytes) == checksum else { return nil }
    }

    var isAtEnd: Bool { place == bytes.endIndex }

    mutating func integer() throws(CheckpointFault) -> Int {
        Int(truncatingIfNeeded: try bits())
    }

    mutating func number() throws(CheckpointFault) -> Double { Double(bitPattern: try bits()) }

    mutating func text() throws(CheckpointFault) -> String {
        let count = try count(ofSize: 1)
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }

    mutating func numbers() throws(CheckpointFault) -> [Double] {
        let count = try count(ofSize: MemoryLayout<Double>.size)
        var numbers: [Double] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try number()) }
        return numbers
    }

    /// A count, and so many elements of eight bytes at least.
    mutating func list<Element>(
        of element: (inout ByteReader) throws(CheckpointFault) -> Element
    ) throws(CheckpointFault) -> [Element] {
        var elements: [Element] = []
        for _ in 0..<(try count(ofSize: 8)) { elements.append(try element(&self)) }
        return elements
    }

    /// A count of elements for which there are bytes enough.
    private mutating func count(ofSize size: Int) throws(CheckpointFault) -> Int {
        let count = try integer()
        guard count >= 0, count <= (bytes.endIndex - place) / size else { throw .damaged }
        return count
    }

    private mutating func bits() throws(CheckpointFault) -> UInt64 {
        let size = MemoryLayout<UInt64>.size
        guard bytes.endIndex - place >= size else { throw .damaged }
        defer { place += size }
        return bytes.withUnsafeBytes { buffer in
            UInt64(
                littleEndian: buffer.loadUnaligned(
                    fromByteOffset: place - bytes.startIndex, as: UInt64.self))
        }
    }
}
