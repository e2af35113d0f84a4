public import Documents
internal import Expressions
public import ProblemModel

/// A problem that was read from a file, with the texts that it was read from.
public struct ProblemDocument: Sendable {
    public let problem: Problem
    public let source: SourceText
    /// The table of measured data; nil for synthetic data.
    public let table: Table?

    /// A table's path, to be read from where the problem's own path can be, and its bytes.
    public struct Table: Sendable {
        public let path: String
        public let bytes: [UInt8]
    }
}

/// Reads a problem file and the table of data it names, or tells all their faults: first those
/// of the problem, then those of the table, each in the order of their places.
///
/// - Parameter path: How messages name the file; the table's path is relative to it.
public func readProblem(
    _ bytes: some Collection<UInt8>, path: String, files: FileAccess = .disk
) throws(Diagnostics) -> ProblemDocument {
    let source = try SourceText(
        decoding: bytes, path: path, byteLimit: SourceText.yamlByteLimit)
    let faults = Faults(in: source, nearest: nearest)
    var reader = faults.document()
        .flatMap { faults.fields(of: $0, "a problem", known: ProblemKeys.known) }
        .map { ProblemReader(fields: $0, faults: faults, files: files) }
    let document = reader?.document()
    let diagnostics = faults.diagnostics + (reader?.tableDiagnostics ?? [])
    guard diagnostics.isEmpty, let document else { throw Diagnostics(diagnostics) }
    return document
}

/// Reads a problem file from where `files` finds it.
public func readProblem(
    at path: String, files: FileAccess = .disk
) throws(Diagnostics) -> ProblemDocument {
    let bytes = try files.bytes(of: path, byteLimit: SourceText.yamlByteLimit)
    return try readProblem(bytes, path: path, files: files)
}
