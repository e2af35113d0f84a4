import Glibc

/// The system's clocks, in seconds.
enum Clock {
    /// Processor time of this process, all threads together.
    static var processor: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

    /// Time since some moment that all processes share.
    static var monotonic: Double { seconds(CLOCK_MONOTONIC) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}

extension Array where Element: Comparable {
    /// The upper median.
    ///
    /// - Precondition: not empty.
    var median: Element { sorted()[count / 2] }
}
