/// The window of time that the network's input covers: [start, end] is mapped to [−1, 1].
struct TimeWindow {
    let start: Double
    let end: Double

    /// d(input)/d(time).
    var slope: Double { 2 / (end - start) }

    /// The network's input at a time.
    func input(_ time: Double) -> Double { slope * (time - start) - 1 }
}
