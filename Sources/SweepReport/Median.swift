/// The upper median: the middle value, or the larger of the two in the middle; nil of none.
func upperMedian(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
}

/// The value whose magnitude is the upper median of the magnitudes, with its sign.
func upperMedianByMagnitude(_ values: [Double]) -> Double? {
    let sorted = values.sorted {
        ($0.magnitude, $0) < ($1.magnitude, $1)
    }
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
}
