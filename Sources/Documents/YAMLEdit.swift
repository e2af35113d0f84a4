internal import Yams

/// A value that is put into a YAML text.
public indirect enum YAMLValue: Hashable, Sendable {
    case text(String)
    case number(Double)
    case mapping([YAMLEntry])

    fileprivate var node: Node {
        switch self {
        case .text(let text): Node(text)
        case .number(let number): Node("\(number)")
        case .mapping(let entries):
            Node(entries.map { (Node($0.key), $0.value.node) }, .implicit, .block)
        }
    }
}

/// A key of a mapping with its value.
public struct YAMLEntry: Hashable, Sendable {
    public var key: String
    public var value: YAMLValue

    public init(_ key: String, _ value: YAMLValue) {
        self.key = key
        self.value = value
    }
}

/// A YAML text that is made from another: some values replaced or added, all others as they were,
/// without its comments.
public struct YAMLEdit {
    private var root: Node

    /// - Precondition: The text is a mapping, and was read as one before.
    public init(_ bytes: some Collection<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let root = try? compose(yaml: text, .basic, .default, .utf8), root.mapping != nil
        else {
            preconditionFailure("a text that is not YAML")
        }
        self.root = root
    }

    /// Sets the value at a path of keys.
    public mutating func set(_ path: [String], to value: YAMLValue) {
        Self.set(path[...], to: value, in: &root)
    }

    private static func set(_ path: ArraySlice<String>, to value: YAMLValue, in node: inout Node) {
        guard let key = path.first else {
            node = value.node
            return
        }
        var inner = node[key] ?? Node([(Node, Node)](), .implicit, .block)
        set(path.dropFirst(), to: value, in: &inner)
        node[key] = inner
    }

    /// Removes a key of the mapping at a path of keys.
    public mutating func remove(_ path: [String]) {
        Self.remove(path[...], in: &root)
    }

    private static func remove(_ path: ArraySlice<String>, in node: inout Node) {
        guard let key = path.first, var inner = node[key] else { return }
        guard path.count == 1, let mapping = node.mapping else {
            remove(path.dropFirst(), in: &inner)
            node[key] = inner
            return
        }
        let rest = mapping.filter { $0.key.string != key }
        node = Node(rest.map { ($0.key, $0.value) }, .implicit, mapping.style)
    }

    /// The text, behind a comment.
    public func text(comment: String) -> String {
        let lines = comment.split(separator: "\n", omittingEmptySubsequences: false)
        let head = lines.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
        guard let body = try? serialize(node: root, width: 100, allowUnicode: true) else {
            preconditionFailure("a tree that was read cannot be written")
        }
        return head + body
    }
}
