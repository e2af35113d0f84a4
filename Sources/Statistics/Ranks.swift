/// The ranks of values from 1, smallest first; equal values share the mean of theirs.
func midranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = Array(repeating: 0.0, count: values.count)
    var start = 0
    while start < order.count {
        var end = start + 1
        while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
        for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
        start = end
    }
    return ranks
}

/// Spearman's rank correlation with ties: Pearson's correlation of the midranks.
///
/// - Parameters: Pairs without NaN; infinite values rank last.
/// - Returns: A number in [−1, 1]; nil of less than two pairs, or where one side is all equal.
public func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "a rank correlation of unequal numbers")
    guard first.count > 1 else { return nil }
    let middle = Double(first.count + 1) / 2
    let left = midranks(first).map { $0 - middle }
    let right = midranks(second).map { $0 - middle }
    func product(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let scale = (product(left, left) * product(right, right)).squareRoot()
    return scale > 0 ? product(left, right) / scale : nil
}
