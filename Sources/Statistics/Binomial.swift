import Draws

/// The number of successes in independent tries of equal probability.
struct Binomial {
    /// P(X = i) for i in [0, tries].
    private let masses: [Double]

    init(tries: Int, probability: Double) {
        guard probability > 0, probability < 1 else {
            let certain = probability <= 0 ? 0 : tries
            masses = (0...tries).map { $0 == certain ? 1 : 0 }
            return
        }
        let (success, failure) = (Portable.log(probability), Portable.log(1 - probability))
        var logChoices = 0.0
        masses = (0...tries).map { count in
            if count > 0 {
                logChoices += Portable.log(Double(tries - count + 1) / Double(count))
            }
            return Portable.exp(
                logChoices + Double(count) * success + Double(tries - count) * failure)
        }
    }

    /// The probability that the number lies in a range.
    func probability(of counts: ClosedRange<Int>) -> Double {
        min(1, masses[counts].reduce(0, +))
    }
}
