/// The keys of a mapping that a reader knows.
public struct Fields {
    /// Where a missing key is told.
    public let place: Place
    /// In the order of the file, also those that are not known.
    public let entries: [DocumentEntry]
    private let faults: Faults

    init(_ node: DocumentNode, entries: [DocumentEntry], faults: Faults) {
        place = node.place
        self.entries = entries
        self.faults = faults
    }

    /// The value of a key; nil where it is missing.
    public subscript(key: String) -> DocumentNode? { entry(key)?.value }

    /// The entry of a key; nil where it is missing.
    public func entry(_ key: String) -> DocumentEntry? { entries.first { $0.key == key } }

    /// The value of a key that must be there.
    public func required(_ key: String, hint: String) -> DocumentNode? {
        guard let value = self[key] else {
            faults.add(.missingKey, at: place, "the key '\(key)' is missing", hint: hint)
            return nil
        }
        return value
    }
}

extension Faults {
    /// What cures a value that must be a mapping, where there is nothing better to say.
    public static let mappingHint = "write its keys as key: value"

    /// The entries of a mapping; notes a fault where the node is something else.
    public func entries(
        of node: DocumentNode, _ what: String, hint: String = mappingHint
    ) -> [DocumentEntry]? {
        if case .mapping(let entries) = node.content { return entries }
        addWrongType(node, "\(what) must be a mapping", hint: hint)
        return nil
    }

    /// The fields of a mapping whose keys are all known; notes those that are not.
    public func fields(
        of node: DocumentNode, _ what: String, known: [String], hint: String = mappingHint
    ) -> Fields? {
        guard let entries = entries(of: node, what, hint: hint) else { return nil }
        for entry in entries where !known.contains(entry.key) {
            addUnknown(.unknownKey, "key", entry.key, at: entry.place, known: known)
        }
        return Fields(node, entries: entries, faults: self)
    }

    /// The fields of a mapping, known or not.
    public func fields(of node: DocumentNode, _ what: String) -> Fields? {
        entries(of: node, what).map { Fields(node, entries: $0, faults: self) }
    }

    /// The items of a list; notes a fault where the node is something else.
    public func items(of node: DocumentNode, _ what: String) -> [DocumentNode]? {
        if case .sequence(let items) = node.content { return items }
        addWrongType(node, "\(what) must be a list", hint: "write [a, b] or a line '- a' for each")
        return nil
    }

    /// A text, quoted or not.
    public func text(_ node: DocumentNode, _ what: String) -> String? {
        switch node.scalar?.value {
        case .text(let text): return text
        case .null?:
            add(.emptyValue, at: node.place, "\(what) is empty", hint: "give a text")
        case .flag?, .integer?, .real?:
            addWrongType(node, "\(what) must be a text", hint: "put it in quotes to make it a text")
        case nil:
            addWrongType(node, "\(what) must be a text", hint: "give a single text")
        }
        return nil
    }

    /// A finite number.
    public func number(_ node: DocumentNode, _ what: String) -> Double? {
        let value: Double
        switch node.scalar?.value {
        case .integer(let integer): value = Double(integer)
        case .real(let real): value = real
        case .null?:
            add(.emptyValue, at: node.place, "\(what) is empty", hint: "give a number")
            return nil
        default:
            addWrongType(node, "\(what) must be a number", hint: numberHint(node))
            return nil
        }
        guard value.isFinite else {
            add(.notFinite, at: node.place, "\(what) must be finite", hint: "give a finite number")
            return nil
        }
        return value
    }

    /// A whole number of a range; a real without a fraction is whole too.
    public func integer(
        _ node: DocumentNode, _ what: String, in range: ClosedRange<Int>
    ) -> Int? {
        guard let number = number(node, what) else { return nil }
        let allowed = Self.words(for: range)
        let isExact =
            if case .integer(let value)? = node.scalar?.value { value } else {
                Int(exactly: number)
            }
        guard let value = isExact else {
            let code: Diagnostic.Code = number.rounded() == number ? .outOfRange : .wrongType
            add(code, at: node.place, "\(what) must be a whole number", hint: "give \(allowed)")
            return nil
        }
        guard range.contains(value) else {
            add(.outOfRange, at: node.place, "\(what) is out of range", hint: "give \(allowed)")
            return nil
        }
        return value
    }

    /// Notes that a node is of another type than it must be.
    public func addWrongType(_ node: DocumentNode, _ message: String, hint: String) {
        add(.wrongType, at: node.place, "\(message), not \(node.noun)", hint: hint)
    }

    private static func words(for range: ClosedRange<Int>) -> String {
        range.upperBound == .max
            ? "a whole number from \(range.lowerBound) on"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    private func numberHint(_ node: DocumentNode) -> String {
        guard let scalar = node.scalar, scalar.style != .plain else { return "give a number" }
        if case .text = CoreScalar(plain: scalar.text) { return "give a number" }
        return "remove the quotes: they make it a text"
    }
}
