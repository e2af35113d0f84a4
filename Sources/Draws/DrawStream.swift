/// What a stream of draws is for; streams of different purposes have nothing in common.
///
/// The raw values enter every draw and never change.
public enum DrawPurpose: UInt32, Sendable {
    /// The noise of synthetic data.
    case data = 1
    /// Which rows of data are held out.
    case holdout
    /// The initial weights of a network.
    case network
    /// The places of collocation points.
    case collocation
    /// The guesses of unknowns.
    case guess
    /// The values of random axes.
    case axis
    /// The random decisions of a loss weighting, a stream each.
    case weighting
    /// The steps of a posterior's Markov chains, a stream each.
    case posterior
}

/// A stream of draws that is the same on every machine, bit for bit.
///
/// A stream is named by a seed and a path of numbers; its word `i` is a function of these and `i`
/// alone (Philox4x32-10), so streams need no common state and no order. Only + - * / and the square
/// root are used, which IEEE 754 fixes to the bit.
public struct DrawStream: Sendable {
    private let key: SIMD2<UInt32>
    /// The number of the block that is made next.
    private var position: UInt64 = 0
    private var secondWord: UInt64?

    /// The stream of a replicate for a purpose.
    public init(seed: UInt64, replicate: UInt64, purpose: DrawPurpose) {
        let path = [replicate, UInt64(purpose.rawValue)]
        key = DrawStream.key(seed: seed, path: path, domain: 0x8000_0000)
    }

    /// The stream of one of many occasions of a replicate and purpose.
    public init(seed: UInt64, replicate: UInt64, purpose: DrawPurpose, occasion: UInt64) {
        let path = [replicate, UInt64(purpose.rawValue), occasion]
        key = DrawStream.key(seed: seed, path: path, domain: 0x8000_0000)
    }

    /// The stream of a path, as (index, axis, try); paths of different lengths differ.
    public init(seed: UInt64, path: [UInt64]) {
        key = DrawStream.key(seed: seed, path: path, domain: 0)
    }

    /// Works the elements of a path into the seed, one block each. The third word of their counters
    /// is never 0 and that of a stream's counters always, so the two have no block in common.
    private static func key(seed: UInt64, path: [UInt64], domain: UInt32) -> SIMD2<UInt32> {
        var key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        for (depth, element) in path.enumerated() {
            let low = UInt32(truncatingIfNeeded: element)
            let high = UInt32(truncatingIfNeeded: element >> 32)
            let place = SIMD2(UInt32(depth + 1), domain | UInt32(path.count))
            key = Philox.block(counter: SIMD4(low, high, place[0], place[1]), key: key).lowHalf
        }
        return key
    }

    /// The next 64 bits.
    public mutating func word() -> UInt64 {
        if let word = secondWord {
            secondWord = nil
            return word
        }
        let low = UInt32(truncatingIfNeeded: position)
        let high = UInt32(truncatingIfNeeded: position >> 32)
        let block = Philox.block(counter: SIMD4(low, high, 0, 0), key: key)
        position += 1
        secondWord = UInt64(block[3]) << 32 | UInt64(block[2])
        return UInt64(block[1]) << 32 | UInt64(block[0])
    }
}
