import Glibc

/// The role of what tells the time and waits.
public protocol Clock: AnyObject {
    var now: Moment { get }

    /// Returns when one of the files can be read or the time is over; earlier is allowed.
    func wait(milliseconds: Int, on descriptors: [Int32])
}

/// The machine's clocks.
public final class SystemClock: Clock {
    public init() {}

    public var now: Moment {
        Moment(
            monotonic: SystemClock.milliseconds(CLOCK_MONOTONIC),
            unix: SystemClock.milliseconds(CLOCK_REALTIME))
    }

    public func wait(milliseconds: Int, on descriptors: [Int32]) {
        var files = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&files, nfds_t(files.count), Int32(milliseconds))
    }

    private static func milliseconds(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
