/// Which unknowns data can tell apart.
public struct Identifiability: Hashable, Sendable {
    /// A combination of coordinates: a product of powers, or a sum where one is linear.
    public struct Combination: Hashable, Sendable {
        /// Coefficients of the coordinates that take part, the largest of them 1 in size
        /// and the first one positive.
        public let coefficients: [String: Double]
        /// Of the sum of coordinates; of a product of powers its relative standard error.
        public let standardError: Double
        /// The combination in symbols, as `PSB·PSC^0.5`.
        public let text: String
    }

    /// Combinations that the data leave open, each with an unknown of its own.
    public let open: [Combination]
    /// What the data do tell of the unknowns in those.
    public let known: [Combination]

    /// A coordinate's standard error above which an unknown counts as not identifiable: a factor e
    /// up or down, for a logarithm.
    public static let errorLimit = 1.0
    /// A coordinate is left out of a combination of unknowns where it moves that by less.
    private static let smallestError = 0.1

    public init(_ information: FisherInformation) {
        let rows = Self.reduced(information.directions(withErrorsAbove: Self.errorLimit))
        let errors = information.coordinates.indices.map { index in
            let unit = information.coordinates.indices.map { $0 == index ? 1.0 : 0 }
            return information.standardError(of: unit)
        }
        // What is open is named by its main parts, what is known by all that it needs.
        open = rows.map { row in Combination(row.row, information) { _, share in share >= 0.05 } }
        let isInvolved = errors.map { $0 > Self.errorLimit }
        let pivots = Set(rows.map(\.pivot))
        var known: [Combination] = []
        for index in information.coordinates.indices
        where isInvolved[index] && !pivots.contains(index) {
            var combination = information.coordinates.map { _ in 0.0 }
            combination[index] = 1
            for (row, pivot) in rows { combination[pivot] = -row[index] }
            let isNeeded = { (index: Int, share: Double) in
                share >= 1e-4 && share * errors[index] >= Self.smallestError
            }
            known.append(Combination(combination, information, keeping: isNeeded))
        }
        self.known = known
    }

    /// Whether the data determine every unknown.
    public var isComplete: Bool { open.isEmpty }

    /// What cannot be told apart, and what can, in one sentence; nil where all can.
    public var sentence: String? {
        guard !isComplete else { return nil }
        let lost = open.map { "\($0.text) (standard error \(percent($0.standardError)))" }
        var sentence = "these data cannot determine \(lost.joined(separator: " and "))"
        if !known.isEmpty {
            let kept = known.map { "\($0.text) (\(percent($0.standardError)))" }
            sentence += "; of these unknowns they determine \(kept.joined(separator: " and "))"
        }
        return sentence
    }

    /// The rows as combinations that have a pivot each, which is 1 and in no other row.
    private static func reduced(_ rows: [[Double]]) -> [(row: [Double], pivot: Int)] {
        var rows = rows
        var pivots: [Int] = []
        for current in rows.indices {
            let places = rows[current].indices.filter { !pivots.contains($0) }
            // Of equal ones the last, so that a known combination is named from its first unknown.
            let largest = places.map { rows[current][$0].magnitude }.max()!
            let pivot = places.last { rows[current][$0].magnitude > largest * (1 - 1e-6) }!
            pivots.append(pivot)
            let factor = rows[current][pivot]
            rows[current] = rows[current].map { $0 / factor }
            for other in rows.indices where other != current {
                let share = rows[other][pivot]
                for place in rows[other].indices {
                    rows[other][place] -= share * rows[current][place]
                }
            }
        }
        return zip(rows, pivots).map { (row: $0, pivot: $1) }
    }
}

extension Identifiability.Combination {
    /// - Parameter isKept: Whether a coordinate takes part, by its index and the size of its
    ///   coefficient in units of the largest.
    fileprivate init(
        _ combination: [Double], _ information: FisherInformation,
        keeping isKept: (Int, Double) -> Bool
    ) {
        let largest = combination.map(\.magnitude).max() ?? 1
        let kept = combination.indices.filter {
            isKept($0, combination[$0].magnitude / largest)
        }
        let first = kept.first.map { combination[$0] } ?? 1
        let scaled = combination.map { $0 / (first < 0 ? -largest : largest) }
        let parts = kept.map { (information.coordinates[$0], scaled[$0]) }
        coefficients = Dictionary(
            uniqueKeysWithValues: parts.map { coordinate, share in (coordinate.name, share) })
        standardError = information.standardError(of: scaled)
        let isProduct = parts.allSatisfy { coordinate, _ in coordinate.isLogarithmic }
        text = isProduct ? Self.product(parts) : Self.sum(parts)
    }

    /// `PSB·PSC^0.5/PSE`
    private static func product(_ parts: [(UnknownCoordinate, Double)]) -> String {
        let factors = parts.map { coordinate, share in
            let power = rounded(share.magnitude)
            return (share > 0, coordinate.name + (power == "1" ? "" : "^\(power)"))
        }
        let above = factors.filter { $0.0 }.map(\.1).joined(separator: "·")
        let below = factors.filter { !$0.0 }.map { "/" + $0.1 }.joined()
        return (above.isEmpty ? "1" : above) + below
    }

    /// `log(k) - 0.5·x/20`
    private static func sum(_ parts: [(UnknownCoordinate, Double)]) -> String {
        parts.enumerated().map { index, part in
            let (coordinate, share) = part
            let sign = share < 0 ? "-" : index > 0 ? "+" : ""
            let symbol =
                coordinate.isLogarithmic
                ? "log(\(coordinate.name))"
                : coordinate.unit == 1
                    ? coordinate.name : "\(coordinate.name)/\(rounded(coordinate.unit))"
            let factor = rounded(share.magnitude)
            let term = factor == "1" ? symbol : "\(factor)·\(symbol)"
            return index > 0 ? "\(sign) \(term)" : sign + term
        }.joined(separator: " ")
    }

    /// Two significant digits at most, of a number from 0.0001 to 1; larger ones to two decimals.
    private static func rounded(_ value: Double) -> String {
        var unit = 100.0
        while value * unit < 10, unit < 1e6 { unit *= 10 }
        let text = "\((value * unit).rounded() / unit)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// A standard error in percent, to the digits that matter; beyond a factor of a thousand it is
/// unlimited for every purpose.
private func percent(_ error: Double) -> String {
    guard error < 1000 else { return "unlimited" }
    let value = error * 100
    let unit: Double = value >= 10 ? 1 : value >= 1 ? 10 : 100
    let text = "\((value * unit).rounded() / unit)"
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
}
