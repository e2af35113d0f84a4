internal import Yams

/// Turns a tree of Yams into a document and notes what is refused in it.
struct DocumentWalk {
    /// Lists and mappings may be nested this deep.
    static let depthLimit = 64
    /// A document has at most this many values, those of aliases counted wherever they stand.
    static let nodeLimit = 1_000_000

    private let faults: Faults
    /// The names of keys that were renamed so that Yams accepts the text.
    private let renamedKeys: [Place: String]
    /// Whether something was left out because the document is too large or too deep.
    private(set) var isCut = false
    private var count = 0
    private var depth = 0

    init(faults: Faults, renamedKeys: [Place: String]) {
        self.faults = faults
        self.renamedKeys = renamedKeys
    }

    /// The node; nil where too much is wrong with it to go on.
    mutating func node(_ node: Node) -> DocumentNode? {
        let place = Place(node.mark)
        count += 1
        guard count <= Self.nodeLimit else {
            if !isCut { addTooMany() }
            isCut = true
            return nil
        }
        guard depth < Self.depthLimit else {
            isCut = true
            faults.add(
                .nestedTooDeep, at: place, "nested deeper than \(Self.depthLimit) levels",
                hint: "no file needs that much")
            return nil
        }
        depth += 1
        defer { depth -= 1 }
        switch node {
        case .scalar(let scalar): return self.scalar(scalar, at: place)
        case .sequence(let sequence): return self.sequence(sequence, at: place)
        case .mapping(let mapping): return self.mapping(mapping, at: place)
        case .alias: return nil
        }
    }

    private func scalar(_ scalar: Node.Scalar, at place: Place) -> DocumentNode? {
        let style = DocumentScalar.Style(scalar.style)
        let tag = scalar.tag.rawValue
        if !tag.isEmpty, style == .plain || tag != Tag.Name.str.rawValue { addTag(at: place) }
        let content = DocumentScalar(text: scalar.string, style: style)
        return DocumentNode(place: place, content: .scalar(content))
    }

    private mutating func sequence(_ sequence: Node.Sequence, at place: Place) -> DocumentNode? {
        if !sequence.tag.rawValue.isEmpty { addTag(at: place) }
        var items: [DocumentNode] = []
        for item in sequence {
            if let item = node(item) { items.append(item) }
            if count > Self.nodeLimit { return nil }
        }
        return DocumentNode(place: place, content: .sequence(items))
    }

    private mutating func mapping(_ mapping: Node.Mapping, at place: Place) -> DocumentNode? {
        if !mapping.tag.rawValue.isEmpty { addTag(at: place) }
        var entries: [DocumentEntry] = []
        var seen: Set<String> = []
        for (key, value) in mapping {
            if let name = self.key(key, seen: &seen), let value = node(value) {
                entries.append(DocumentEntry(key: name, place: Place(key.mark), value: value))
            }
            if count > Self.nodeLimit { return nil }
        }
        return DocumentNode(place: place, content: .mapping(entries))
    }

    private func key(_ node: Node, seen: inout Set<String>) -> String? {
        let place = Place(node.mark)
        guard case .scalar(let scalar) = node else {
            faults.addKeyNotText(at: place)
            return nil
        }
        let key = renamedKeys[place] ?? scalar.string
        guard key != "<<" else {
            faults.add(
                .unsupportedKey, at: place, "merge keys are not part of YAML 1.2",
                hint: "write the keys out")
            return nil
        }
        guard seen.insert(key).inserted else {
            faults.add(
                .duplicateKey, at: place, "the key '\(key)' stands here for the second time",
                hint: "keep one of the two")
            return nil
        }
        return key
    }

    private func addTag(at place: Place) {
        faults.add(
            .tag, at: place, "tags are not supported",
            hint: "write the value alone; quotes make a text of it")
    }

    private func addTooMany() {
        faults.add(
            .tooManyNodes, at: .start,
            "the document has more than \(Self.nodeLimit) values, aliases written out",
            hint: "use fewer aliases")
    }
}

extension Faults {
    /// Notes a key that is a list, a mapping or an alias.
    func addKeyNotText(at place: Place) {
        add(
            .keyNotText, at: place, "a key must be a text",
            hint: "put a text that begins with [, { or * in quotes")
    }
}

extension Place {
    init(_ mark: Mark?) {
        self = mark.map { Place(line: $0.line, column: $0.column) } ?? .start
    }
}

extension DocumentScalar.Style {
    init(_ style: Node.Scalar.Style) {
        switch style {
        case .any, .plain: self = .plain
        case .singleQuoted: self = .singleQuoted
        case .doubleQuoted: self = .doubleQuoted
        case .literal, .folded: self = .block
        }
    }
}
