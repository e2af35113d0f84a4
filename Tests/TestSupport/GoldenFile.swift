import Foundation
public import Testing

/// Expects a text to equal a kept file; `RECORD=1` rewrites the file instead.
///
/// - Parameter path: below `Tests/Fixtures/`.
public func expectGolden(
    _ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = Project.fixtures.appending(path: path)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return
    }
    let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    if kept != text {
        Issue.record(
            Comment(rawValue: "\(path) differs (RECORD=1 rewrites it)\n\(difference(kept, text))"),
            sourceLocation: sourceLocation)
    }
}

/// The lines that only one of two texts has, as in a diff.
private func difference(_ old: String, _ new: String) -> String {
    let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
    let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
    return newLines.difference(from: oldLines).map { change in
        switch change {
        case .remove(let line, let text, _): "-\(line + 1): \(text)"
        case .insert(let line, let text, _): "+\(line + 1): \(text)"
        }
    }
    .joined(separator: "\n")
}
