/// A value of a YAML document, with its place.
public struct DocumentNode: Hashable, Sendable {
    public let place: Place
    public let content: Content

    package init(place: Place, content: Content) {
        self.place = place
        self.content = content
    }

    public enum Content: Hashable, Sendable {
        case scalar(DocumentScalar)
        case sequence([DocumentNode])
        /// In the order of the file; every key once.
        case mapping([DocumentEntry])
    }

    /// The scalar's value, if this is a scalar.
    public var scalar: DocumentScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// Whether the value was left out, or is `null`.
    public var isNull: Bool { scalar?.value == .null }

    /// What the node is, in words.
    public var noun: String {
        switch content {
        case .scalar(let scalar): scalar.value.noun
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// A scalar: its text, how it was written, and its value.
public struct DocumentScalar: Hashable, Sendable {
    public enum Style: Hashable, Sendable {
        case plain, singleQuoted, doubleQuoted, block
    }

    public let text: String
    public let style: Style
    public let value: CoreScalar

    public init(text: String, style: Style) {
        self.text = text
        self.style = style
        value = style == .plain ? CoreScalar(plain: text) : .text(text)
    }
}

/// One key of a mapping and its value.
public struct DocumentEntry: Hashable, Sendable {
    public let key: String
    public let place: Place
    public let value: DocumentNode

    package init(key: String, place: Place, value: DocumentNode) {
        self.key = key
        self.place = place
        self.value = value
    }
}
