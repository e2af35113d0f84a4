public import Documents
internal import Expressions
public import SweepModel

/// A sweep that was read from a file, with the places that later faults are told at.
public struct SweepDocument: Sendable {
    public let sweep: Sweep
    public let source: SourceText
    let places: [Subject: Place]

    /// What a fault that is found after reading can be about.
    public enum Subject: Hashable, Sendable {
        case file, name, problem, method, runCap, parameters
        /// An axis, by its setting.
        case axis(String)
        /// A condition of `require`, by its index in the sweep.
        case requirement(Int)
        /// A listed configuration, by its index in the sweep.
        case configuration(Int)
    }

    /// The path of the problem file, to be read from where the sweep's own path can be.
    public var problemPath: String {
        FileAccess.path(sweep.problemPath, besides: source.path)
    }

    /// A fault of the sweep that shows only later: in the planner, or when its problem is read.
    public func diagnostic(
        _ code: Diagnostic.Code, about subject: Subject, _ message: String, hint: String? = nil
    ) -> Diagnostic {
        source.diagnostic(code, at: places[subject] ?? .start, message, hint: hint)
    }

    /// The diagnostic of a problem file that cannot be read, placed where the sweep names it.
    public func problemUnreadable(_ failure: FileAccess.Failure) -> Diagnostic {
        diagnostic(
            failure.code, about: .problem, failure.message(path: problemPath), hint: failure.hint)
    }
}

/// Reads a sweep file, or tells all its faults in the order of their places.
///
/// Neither the problem file nor the plan is looked at.
///
/// - Parameter path: How messages name the file; the problem's path is relative to it.
public func readSweep(
    _ bytes: some Collection<UInt8>, path: String
) throws(Diagnostics) -> SweepDocument {
    let source = try SourceText(
        decoding: bytes, path: path, byteLimit: SourceText.yamlByteLimit)
    let faults = Faults(in: source, nearest: nearest)
    let document = faults.document().flatMap { root in
        faults.fields(of: root, "a sweep").map { SweepReader(fields: $0, faults: faults) }
    }
    let sweep = document?.sweep()
    guard faults.isEmpty, let sweep else { throw Diagnostics(faults.diagnostics) }
    return sweep
}

/// Reads a sweep file from where `files` finds it.
public func readSweep(
    at path: String, files: FileAccess = .disk
) throws(Diagnostics) -> SweepDocument {
    let bytes = try files.bytes(of: path, byteLimit: SourceText.yamlByteLimit)
    return try readSweep(bytes, path: path)
}
