/// Collects the faults of one file while it is read.
public final class Faults {
    /// More faults than this are not kept: nobody mends more at once.
    public static let limit = 1000

    public let source: SourceText
    /// Finds the name that was probably meant among those that are known.
    public let nearest: (_ name: String, _ known: [String]) -> String?
    private var found: [Diagnostic] = []

    public init(
        in source: SourceText, nearest: @escaping (_ name: String, _ known: [String]) -> String?
    ) {
        self.source = source
        self.nearest = nearest
    }

    public var isEmpty: Bool { found.isEmpty }
    public var count: Int { found.count }

    /// The faults in the order of their places, equal ones once.
    public var diagnostics: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        let ordered = found.enumerated().sorted {
            ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
        }
        return ordered.map(\.element).filter { seen.insert($0).inserted }
    }

    /// Notes a fault.
    public func add(
        _ code: Diagnostic.Code, at place: Place, _ message: String, hint: String? = nil
    ) {
        guard found.count < Self.limit else { return }
        found.append(source.diagnostic(code, at: place, message, hint: hint))
    }

    /// Notes faults that are diagnostics already.
    public func add(_ diagnostics: [Diagnostic]) {
        found += diagnostics.prefix(max(0, Self.limit - found.count))
    }

    /// Notes a word that is not among the known ones.
    public func addUnknown(
        _ code: Diagnostic.Code, _ what: String, _ word: String, at place: Place, known: [String]
    ) {
        let cure =
            nearest(word, known).map { "did you mean '\($0)'?" }
            ?? "known are \(known.joined(separator: ", "))"
        add(code, at: place, "unknown \(what) '\(word)'", hint: cure)
    }
}
