import TrialProtocol
import TrialTraining

extension TrialMessage {
    /// An end with the most memory that this process has held; any other message as it is.
    ///
    /// A worker's looks miss the peak of a trial that is over between two of them.
    var withMemory: TrialMessage {
        guard case .ended(var end) = self else { return self }
        end.peakMemoryBytes = peakMemoryBytes()
        return .ended(end)
    }
}

/// The most resident memory that this process has held (VmHWM); nil where the system does not
/// tell.
private func peakMemoryBytes() -> Int? {
    guard case .success(let status) = FileDescriptor.contents(of: "/proc/self/status") else {
        return nil
    }
    for line in String(decoding: status, as: UTF8.self).split(separator: "\n") {
        let words = line.split { $0 == " " || $0 == "\t" }
        if words.count == 3, words[0] == "VmHWM:" { return Int(words[1]).map { $0 * 1024 } }
    }
    return nil
}
