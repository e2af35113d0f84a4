/// The upper median: the middle value, or the larger of the two in the middle; nil of none.
public func upperMedian(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
}

/// The value whose magnitude is the upper median of the magnitudes, with its sign.
public func upperMedianByMagnitude(_ values: [Double]) -> Double? {
    let sorted = values.sorted {
        ($0.magnitude, $0) < ($1.magnitude, $1)
    }
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
}

/// The median that treats both directions alike: the middle value, or the mean of the two in the
/// middle; nil of none.
func symmetricMedian(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let (lower, upper) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    return lower == upper ? lower : lower / 2 + upper / 2
}
