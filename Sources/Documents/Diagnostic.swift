/// One fault of a file: where, what, and how to mend it.
public struct Diagnostic: Hashable, Sendable {
    /// The file as the user named it.
    public var path: String
    public var place: Place
    /// The kind of fault, for programs and tests.
    public var code: Code
    /// What is wrong, in one line without a full stop.
    public var message: String
    /// How to mend it.
    public var hint: String?
    /// The line of the file that the place is in; nil where there is none.
    public var sourceLine: String?

    public init(
        path: String, place: Place, code: Code, message: String, hint: String? = nil,
        sourceLine: String? = nil
    ) {
        self.path = path
        self.place = place
        self.code = code
        self.message = message
        self.hint = hint
        self.sourceLine = sourceLine
    }

    public var line: Int { place.line }
    public var column: Int { place.column }
}

/// The faults of what was read, in the order of the files and their places; never empty.
public struct Diagnostics: Error, Hashable, Sendable {
    public let all: [Diagnostic]

    /// - Precondition: `all` is not empty.
    public init(_ all: [Diagnostic]) {
        precondition(!all.isEmpty, "diagnostics without a fault")
        self.all = all
    }

    /// Whether nothing is wrong but that files are missing.
    ///
    /// A file with a fault in it outweighs a missing one.
    public var isMissingFile: Bool { all.allSatisfy { $0.code == .missingFile } }

    /// All faults as text, an empty line between them, with a line break at the end.
    public var rendered: String { all.map(\.rendered).joined(separator: "\n") }
}
