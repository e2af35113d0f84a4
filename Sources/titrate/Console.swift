import Foundation

/// Where the command talks: data to standard output, everything else to standard error.
enum Console {
    /// Writes data; ends the process where that is not possible: quietly where nobody reads it
    /// any more (`| head`), else with an error.
    static func write(_ text: String) {
        emit(text, to: STDOUT_FILENO) {
            guard errno != EPIPE else { Foundation.exit(ExitStatus.complete.rawValue) }
            let cause = String(cString: strerror(errno))
            say("error: the standard output cannot be written (\(cause))")
            Foundation.exit(ExitStatus.cannotWrite.rawValue)
        }
    }

    /// Writes a line of data.
    static func print(_ line: String) { write(line + "\n") }

    /// Says something to the person at the terminal.
    static func say(_ line: String) { emit(line + "\n", to: STDERR_FILENO) {} }

    /// Rewrites the last line of the terminal, cut to its width: a line that wraps is two.
    static func rewrite(_ line: String) {
        emit("\r\u{1B}[K" + line.prefix(max(0, columns - 1)), to: STDERR_FILENO) {}
    }

    private static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func emit(_ text: String, to descriptor: Int32, unread: () -> Void) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                return unread()
            }
        }
    }
}
