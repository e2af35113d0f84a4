import Foundation

/// What a report of measurements says of where and when they were made.
public enum Machine {
    /// The processor as the kernel names it, and how many cores this process may use.
    public static var description: String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
        let name =
            model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
            ?? "unknown processor"
        return "\(name), \(ProcessInfo.processInfo.activeProcessorCount) cores"
    }

    /// Today, as in 2026-11-24.
    public static var date: String { Date.now.formatted(.iso8601.year().month().day()) }

    /// Whether the tests are built under a sanitizer, which multiplies times and memory.
    public static let isSanitized = ProcessInfo.processInfo.environment["TITRATE_SANITIZER"] != nil
}
