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
    let label = Array("VmHWM:".utf8)
    for line in status.split(separator: UInt8(ascii: "\n")) where line.starts(with: label) {
        let digits = line.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self)).map { $0 * 1024 }
    }
    return nil
}
