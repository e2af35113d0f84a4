import Glibc

/// Where a trial keeps its checkpoint, and how often.
///
/// The clock decides when a checkpoint is written, and never what is in it: a trial's numbers do
/// not depend on it.
public struct CheckpointFile {
    private let path: String
    /// Nanoseconds, as all times here.
    private let interval: UInt64
    private var dueAt: UInt64
    private var hasFailed = false

    /// Writing takes a fiftieth of the time at most: on a slow disk the interval grows.
    private static let share: UInt64 = 50

    /// The file at a path; it need not be there.
    ///
    /// - Parameter seconds: From the start to the first write, and from one write to the next: a
    ///   trial that takes less writes none. With 0 one is written after every step.
    public init(path: String, seconds: Double = 5) {
        self.path = path
        // A year is for ever, and fits.
        interval = UInt64(min(max(seconds, 0), 3e7) * 1e9)
        dueAt = CheckpointFile.now + interval
    }

    /// The checkpoint that is there, of this origin; nil where none is.
    func read(expecting origin: TrialCheckpoint.Origin) throws(CheckpointFault) -> TrialCheckpoint?
    {
        let bytes: [UInt8]
        do { bytes = try FileDescriptor.contents(of: path).get() } catch {
            if error.number == ENOENT { return nil }
            throw .unreadable(error)
        }
        return try TrialCheckpoint(file: bytes, expecting: origin)
    }

    /// Writes a checkpoint if one is due: it is there entirely or not at all.
    ///
    /// Not flushed to the disk itself: what a loss of power leaves shows by its checksum.
    ///
    /// - Parameter note: Told once where it cannot be written; the trial goes on without.
    mutating func keep(note: (String) -> Void, _ checkpoint: () -> TrialCheckpoint) {
        let begun = CheckpointFile.now
        guard begun >= dueAt else { return }
        if let fault = FileDescriptor.replace(path, with: checkpoint().file), !hasFailed {
            hasFailed = true
            note("\(path): no checkpoint can be written: \(fault); the trial goes on without")
        }
        let ended = CheckpointFile.now
        let pause = interval == 0 ? 0 : CheckpointFile.share * (ended - begun)
        dueAt = ended + max(interval, pause)
    }

    /// What to say of a checkpoint that cannot be gone on from.
    func text(of fault: CheckpointFault) -> String {
        "\(path): not a checkpoint to go on from: \(fault); the trial starts over"
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
