internal import Yams

// Yams hashes every key, however large an alias makes it, and builds trees as deep as a chain of
// aliases: a small file can cost hours or overflow the stack. So a file with anchors is first
// composed with its anchors turned into tags and its aliases into plain texts. That tree shares
// nothing, and shows whether the real one stays small where it has to.

extension Faults {
    /// Aliases of a document.
    static let aliasLimit = 100

    /// Whether aliases, if there are any, stand only for values, and are few.
    func isSafeToCompose() -> Bool {
        guard let disarmed = source.withoutAliases() else { return true }
        guard let composed = composeMendingDuplicates(disarmed) else { return false }
        var check = AliasCheck(faults: self)
        if let root = composed.root { check.visit(root, depth: 0) }
        return check.isSafe
    }
}

extension SourceText {
    /// The lines with `&name` as `!name` and `*name` as `_name`; nil where no anchor is.
    fileprivate func withoutAliases() -> [String]? {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return nil }
        return lines.map { line in
            guard line.utf8.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "*") })
            else { return line }
            var bytes = Array(line.utf8)
            for index in bytes.indices.dropLast() where Self.isAnchorLetter(bytes[index + 1]) {
                if bytes[index] == UInt8(ascii: "&") { bytes[index] = UInt8(ascii: "!") }
                if bytes[index] == UInt8(ascii: "*") { bytes[index] = UInt8(ascii: "_") }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func isAnchorLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

private struct AliasCheck {
    let faults: Faults
    var isSafe = true
    private var aliasCount = 0

    init(faults: Faults) { self.faults = faults }

    mutating func visit(_ node: Node, depth: Int) {
        guard isSafe else { return }
        guard depth < DocumentWalk.depthLimit else {
            return refuse(
                .nestedTooDeep, node, "nested deeper than \(DocumentWalk.depthLimit) levels",
                "no file needs that much")
        }
        switch node {
        case .scalar where isAlias(node):
            aliasCount += 1
            if aliasCount > Faults.aliasLimit {
                refuse(
                    .tooManyNodes, node, "more than \(Faults.aliasLimit) aliases",
                    "write the values out")
            }
        case .sequence(let items):
            for item in items { visit(item, depth: depth + 1) }
        case .mapping(let entries):
            for (key, value) in entries {
                guard case .scalar = key, !isAlias(key) else {
                    faults.addKeyNotText(at: Place(key.mark))
                    isSafe = false
                    return
                }
                visit(value, depth: depth + 1)
            }
        case .scalar, .alias: break
        }
    }

    private mutating func refuse(
        _ code: Diagnostic.Code, _ node: Node, _ message: String, _ hint: String
    ) {
        faults.add(code, at: Place(node.mark), message, hint: hint)
        isSafe = false
    }

    /// Whether a scalar of the disarmed text is an alias in the real one.
    private func isAlias(_ node: Node) -> Bool {
        let place = Place(node.mark)
        guard case .scalar(let scalar) = node, scalar.style == .plain,
            let line = faults.source.line(at: place)
        else { return false }
        let scalars = line.unicodeScalars
        return scalars.dropFirst(place.column - 1).first == "*"
    }
}
