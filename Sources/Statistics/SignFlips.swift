import Draws

/// The sign changes of replicates that a paired permutation test looks at.
///
/// Changing all signs changes no two-sided statistic, so the first replicate keeps its own, and the
/// smallest p-value of n replicates is 1/2ⁿ⁻¹.
struct SignFlips {
    let replicates: Int
    /// The first one changes nothing.
    let count: Int
    /// All sign changes, not a draw of them.
    let isExact: Bool
    /// By replicate, by flip: +1 or −1.
    let signs: [Float]

    /// Up to this many replicates all flips are looked at.
    static let exactReplicates = 12
    static let drawnCount = 2000

    init(replicates: Int, seed: UInt64) {
        self.replicates = replicates
        isExact = replicates <= SignFlips.exactReplicates
        count = isExact ? 1 << max(replicates - 1, 0) : SignFlips.drawnCount
        var signs = Array(repeating: Float(1), count: replicates * count)
        for replicate in 1..<max(replicates, 1) {
            var stream = DrawStream(seed: seed, path: [UInt64(replicate)])
            for flip in 1..<max(count, 1) {
                let isFlipped =
                    isExact ? flip >> (replicate - 1) & 1 == 1 : stream.word() & 1 == 1
                if isFlipped { signs[replicate * count + flip] = -1 }
            }
        }
        self.signs = signs
    }
}
