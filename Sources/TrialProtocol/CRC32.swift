/// The cyclic redundancy check of 32 bits that zlib, PNG and Ethernet use (IEEE 802.3).
public enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { remainder, _ in
            remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0xEDB8_8320
        }
    }

    /// The checksum of some bytes: 0xCBF43926 of the digits 1 to 9.
    public static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            var remainder = UInt32.max
            for byte in bytes {
                remainder = remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)]
            }
            return ~remainder
        }
    }
}
