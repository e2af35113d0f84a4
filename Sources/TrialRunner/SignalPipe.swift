import CProcess
import Glibc

/// Signals as bytes of a pipe, so that a loop can wait for them beside other things.
package final class SignalPipe {
    /// Can be read when a signal has come.
    package let descriptor: Int32
    private let writing: Int32
    private let signals: [Int32]

    package init(_ signals: [Int32]) {
        var ends: [Int32] = [-1, -1]
        let failure = cprocess_pipe(&ends)
        precondition(failure == 0, "no pipe for signals: \(String(cString: strerror(-failure)))")
        descriptor = ends[0]
        writing = ends[1]
        self.signals = signals
        for signal in signals { _ = cprocess_catch(signal, writing) }
    }

    deinit {
        for signal in signals { cprocess_release(signal) }
        close(descriptor)
        close(writing)
    }

    /// The signals that have come since the last call, in order.
    package func take() -> [Int32] {
        var buffer = [UInt8](repeating: 0, count: 256)
        var taken: [Int32] = []
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            taken += buffer[..<count].map(Int32.init)
        }
        return taken
    }
}
