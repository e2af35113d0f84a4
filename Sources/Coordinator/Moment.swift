/// A point in time, on the two clocks that matter.
public struct Moment: Hashable, Sendable {
    /// Milliseconds of a clock that only runs forward: what durations are measured with.
    public var monotonic: Int
    /// Milliseconds since 1970, UTC: what is written down.
    public var unix: Int

    public init(monotonic: Int, unix: Int) {
        self.monotonic = monotonic
        self.unix = unix
    }
}
