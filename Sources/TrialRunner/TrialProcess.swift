import Coordinator
import Glibc
import SweepModel
import TrialProtocol

/// One attempt's process, from its start to its end.
///
/// Whoever has one owns the process until it is reaped.
struct TrialProcess {
    let attempt: AttemptID
    let pid: pid_t
    let limits: TrialLimits
    /// In bytes: the attempt's limit or its fair share.
    let memoryLimit: Int
    /// Monotonic milliseconds.
    let startedAt: Int

    var output: Int32?
    var errors: Int32?
    var reader = FrameReader()
    var outputBytes = 0
    var strayLines = 0
    var log = TextTail(byteLimit: logLimit)

    /// What the trial told of its end, and when.
    var end: TrialEnd?
    var endedAt: Int?
    /// The last point of its learning curve that it told.
    var lastPoint: CurvePoint?
    var peakMemory = 0
    /// Why the worker ends it; nil while it does not.
    var ending: Ending?
    /// When it is killed; nil while nothing says so.
    var killAt: Int?
    /// Its lease is no longer the worker's: nothing is told of it.
    var isFenced = false

    /// Why a worker ends a trial.
    enum Ending: Hashable {
        case timedOut
        case outOfMemory(bytes: Int)
        case flooded
        case lingered
        /// Whatever it was doing: the worker leaves, or the lease is gone.
        case cancelled
    }

    /// Bytes at the end of its standard error that are kept of an attempt that failed, and of one
    /// that did not.
    static let logLimit = 64 << 10
    static let shortLogLimit = 4 << 10
    /// Bytes that a trial may write to its standard output.
    static let outputLimit = 16 << 20
    /// Milliseconds that a trial may take to exit once it has told its end.
    static let lingerLimit = 5000

    /// Reads what the trial has written by now.
    ///
    /// - Returns: what it said, without its end.
    mutating func hear(now: Int) -> [TrialMessage] {
        for chunk in TrialProcess.chunks(of: &errors) { log.append(chunk) }
        var said: [TrialMessage] = []
        for chunk in TrialProcess.chunks(of: &output) {
            outputBytes += chunk.count
            if outputBytes > TrialProcess.outputLimit { continue }
            for line in reader.feed(chunk) { hear(line, now: now, said: &said) }
        }
        return said
    }

    private mutating func hear(_ line: FrameReader.Line, now: Int, said: inout [TrialMessage]) {
        guard case .framed(let text) = line, let message = try? TrialMessage(text: text) else {
            strayLines += 1
            return
        }
        guard case .ended(let end) = message else {
            if case .progress(let point) = message { lastPoint = point }
            said.append(message)
            return
        }
        self.end = end
        endedAt = now
        // The last chance: a process that has ended does not tell any more.
        if end.peakMemoryBytes == nil { sampleMemory(orphans: []) }
    }

    /// Takes note of the memory that the process, its descendants and its orphans hold.
    ///
    /// - Returns: in bytes.
    @discardableResult
    mutating func sampleMemory(orphans: [pid_t]) -> Int {
        let members = ProcessTree.members(from: pid) + orphans.flatMap(ProcessTree.members(from:))
        let held = members.compactMap(ProcessTree.memory(of:))
        let now = held.reduce(0) { $0 + $1.now }
        peakMemory = max(peakMemory, now, held.first?.peak ?? 0)
        return now
    }

    mutating func closeFiles() {
        if let output { close(output) }
        if let errors { close(errors) }
        output = nil
        errors = nil
    }

    /// What can be read of a file now, at most 1 MiB; closes it at its end.
    private static func chunks(of file: inout Int32?) -> [ArraySlice<UInt8>] {
        var chunks: [ArraySlice<UInt8>] = []
        while let descriptor = file, chunks.count < 16 {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 { chunks.append(buffer[..<count]) }
            if count == 0 {
                close(descriptor)
                file = nil
            }
            if count < 0, errno != EINTR { break }
        }
        return chunks
    }
}
