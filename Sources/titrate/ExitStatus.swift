/// What the command's exit code says; sysexits.h where it has a word for it.
enum ExitStatus: Int32, CaseIterable {
    case complete = 0
    /// Refused SQL, or a comparison that failed.
    case refused = 1
    case usage = 64
    case wrongInput = 65
    case missingInput = 66
    /// Something needed is not there.
    case unavailable = 69
    case internalFault = 70
    case cannotCreate = 73
    case cannotWrite = 74
    /// Another coordinator owns the store.
    case busy = 75
    /// A store that this version cannot read: newer, or damaged.
    case unreadableStore = 76
    /// Stopped by Ctrl-C; resumable.
    case interrupted = 130
    /// Stopped by SIGTERM; resumable.
    case terminated = 143
}

/// An end of the command that is not success: what to say, and with which code to leave.
struct CommandFault: Error {
    let status: ExitStatus
    /// Already rendered, one or more lines.
    let message: String

    init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = "error: \(message)" + (hint.map { "\nhelp: \($0)" } ?? "")
    }

    /// Text that carries its own prefix, such as a file's diagnostics; a line break at its end is
    /// left to the printer.
    init(_ status: ExitStatus, rendered: String) {
        self.status = status
        self.message = rendered.hasSuffix("\n") ? String(rendered.dropLast()) : rendered
    }
}
