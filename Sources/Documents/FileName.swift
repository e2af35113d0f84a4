extension Faults {
    /// A name that can also name files: a sweep's names its report.
    public func fileName(_ node: DocumentNode, _ what: String) -> String? {
        guard let name = text(node, "'name'") else { return nil }
        let isAllowed = name.utf8.allSatisfy { $0.isLetterOrDigit || "._-".utf8.contains($0) }
        guard isAllowed, name.utf8.first?.isLetterOrDigit == true, name.utf8.count <= 100 else {
            add(
                .invalidName, at: node.place, "'\(name)' cannot be \(what)",
                hint: "use at most 100 letters, digits, '.', '_' and '-', first a letter or digit")
            return nil
        }
        return name
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
