import CProcess
import Glibc

/// A program to be run as a child process: in a session of its own, killed with the thread that
/// starts it, nothing inherited but three files.
package struct Program {
    var path: String
    var arguments: [String]
    var environment: [String: String]
    /// Become the standard output and error; nil for /dev/null. The standard input always is.
    var output: Int32?
    var errors: Int32?
    /// Backstop for its private writable memory.
    var memoryLimit: Int?

    package init(
        path: String, arguments: [String], environment: [String: String], output: Int32? = nil,
        errors: Int32? = nil, memoryLimit: Int? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.output = output
        self.errors = errors
        self.memoryLimit = memoryLimit
    }

    /// Starts it.
    ///
    /// - Returns: its process id.
    package func start() throws(ProgramFault) -> Int32 {
        var arguments = ([path] + arguments).map { strdup($0) } + [nil]
        var environment = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        let pid = path.withCString { path in
            arguments.withUnsafeMutableBufferPointer { arguments in
                environment.withUnsafeMutableBufferPointer { environment in
                    var start = cprocess_start(
                        path: path, arguments: arguments.baseAddress,
                        environment: environment.baseAddress, input: -1, output: output ?? -1,
                        errors: errors ?? -1, memory_limit: UInt64(memoryLimit ?? 0))
                    return cprocess_spawn(&start)
                }
            }
        }
        guard pid > 0 else { throw ProgramFault(path: path, number: -pid) }
        return pid
    }
}

/// A program that could not be started.
public struct ProgramFault: Error, Hashable, CustomStringConvertible {
    public let path: String
    /// The system's error number.
    public let number: Int32

    public var description: String {
        "cannot start \(path): \(String(cString: strerror(number)))"
    }
}

/// How a child process ended.
package struct ProgramEnd {
    var pid: pid_t
    /// Nil where a signal ended it.
    package var exitCode: Int?
    var signal: Int?
    var cpuSeconds: Double
    /// In bytes, but never less than this process has itself needed so far: a child begins as
    /// a copy of its parent, and the system counts from there.
    var peakMemory: Int

    /// Takes the end of one child, or of any; nil where none has ended.
    package static func reap(_ pid: Int32 = -1) -> ProgramEnd? {
        var end = cprocess_end()
        guard cprocess_reap(pid, &end) == 1 else { return nil }
        return ProgramEnd(
            pid: end.pid, exitCode: end.code < 0 ? nil : Int(end.code),
            signal: end.signal == 0 ? nil : Int(end.signal), cpuSeconds: end.cpu_seconds,
            peakMemory: Int(end.peak_memory))
    }

    /// How it ended, after "it" or its name.
    var text: String {
        if let signal { return "was killed by signal \(signal)" }
        return "exited with code \(exitCode ?? 0)"
    }
}
