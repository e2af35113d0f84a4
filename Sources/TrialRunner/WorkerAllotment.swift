import Coordinator

/// What a worker may use of the machine it is on; nil for all there is.
public struct WorkerAllotment: Hashable, Sendable {
    /// After so many seconds it gives back what it has not begun, cuts off what it has, and ends.
    public var seconds: Int?
    /// Shared by its trials.
    public var memoryBytes: Int?

    public init(seconds: Int? = nil, memoryBytes: Int? = nil) {
        self.seconds = seconds
        self.memoryBytes = memoryBytes
    }
}

extension Worker {
    /// Takes no more leases once the rest of its time does not suffice for them, by the longest
    /// trial it has seen.
    ///
    /// While it has seen none it begins whatever comes: what it cuts off at its end goes on from
    /// its checkpoint elsewhere.
    func returnWhatDoesNotFit() {
        guard let endsAt, longest > 0, farewell == nil, !waiting.isEmpty else { return }
        let limit = waiting.first?.limits.milliseconds ?? .max
        guard clock.now.monotonic + min(longest, limit) > endsAt else { return }
        takeNoMore(.timeIsUp)
    }
}
