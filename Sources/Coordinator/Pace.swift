/// How fast trials become final, over about the last hundred of them.
struct Pace {
    /// Where the measured window begins: monotonic milliseconds.
    private var begun: Int
    private var times: [Int] = []

    init(begun: Int) { self.begun = begun }

    /// Somebody can work from now on; the wait before that says nothing of the pace.
    mutating func begin(at monotonic: Int) {
        if times.isEmpty { begun = monotonic }
    }

    mutating func settled(at monotonic: Int) {
        times.append(monotonic)
        guard times.count == 200 else { return }
        begun = times[99]
        times.removeFirst(100)
    }

    /// Trials a second; nil before it can be told.
    func rate(now: Int) -> Double? {
        now > begun && !times.isEmpty ? Double(times.count) * 1000 / Double(now - begun) : nil
    }

    /// The rate where it has lasted for some time, so that plans may be made on it; 0 before.
    func steadyRate(now: Int) -> Double { times.count < 100 ? 0 : rate(now: now) ?? 0 }
}
