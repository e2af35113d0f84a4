public import Coordinator
import Glibc

/// Ctrl-C, SIGTERM and SIGHUP as requests to stop a run.
///
/// While one is alive, these signals do nothing else to the process.
public final class StopSignals: StopSource {
    private let pipe = SignalPipe([SIGINT, SIGTERM, SIGHUP])
    private var count = 0
    /// The first signal that came; nil while none has.
    public private(set) var first: Int32?

    public init() {}

    public var descriptor: Int32? { pipe.descriptor }

    public func requests() -> Int {
        let signals = pipe.take()
        first = first ?? signals.first
        count += signals.count
        return count
    }
}
