/// A set of slots, kept as bits.
public struct SlotSet: Hashable, Sendable {
    /// 64 slots a word; the last word is never 0, so that equal sets have equal words.
    private var words: [UInt64] = []

    /// The set of no slots.
    public init() {}

    /// The set of one slot, which is at least 0.
    public init(_ slot: Int) {
        precondition(slot >= 0, "a slot is at least 0")
        words = Array(repeating: 0, count: slot / 64 + 1)
        words[slot / 64] = 1 << UInt64(slot % 64)
    }

    /// Whether no slot is in the set.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether this slot is in the set.
    public func contains(_ slot: Int) -> Bool {
        slot >= 0 && slot / 64 < words.count && words[slot / 64] >> UInt64(slot % 64) & 1 == 1
    }

    /// The slots in rising order.
    public var slots: [Int] {
        (0..<words.count * 64).filter(contains)
    }

    /// The slots of either set.
    public func union(_ other: SlotSet) -> SlotSet {
        if other.isSubset(of: self) { return self }
        if isSubset(of: other) { return other }
        var joined = words.count >= other.words.count ? self : other
        let shorter = words.count >= other.words.count ? other : self
        for (index, word) in shorter.words.enumerated() { joined.words[index] |= word }
        return joined
    }

    private func isSubset(of other: SlotSet) -> Bool {
        words.count <= other.words.count
            && words.indices.allSatisfy { words[$0] & ~other.words[$0] == 0 }
    }
}
