internal import Yams

extension SourceText {
    /// No YAML file may be larger than this.
    public static let yamlByteLimit = 4 << 20
}

extension Faults {
    /// Reads the source as one YAML document; nil where it is none, with the faults noted.
    ///
    /// Keys are texts, each once in its mapping; tags and nesting beyond
    /// ``DocumentWalk/depthLimit`` are refused, and so are aliases that stand for too much.
    public func document() -> DocumentNode? {
        guard isSafeToCompose() else { return nil }
        guard let composed = composeMendingDuplicates(source.lines) else { return nil }
        guard let root = composed.root else {
            add(.emptyFile, at: .start, "the file is empty", hint: "write its keys as key: value")
            return nil
        }
        var walk = DocumentWalk(faults: self, renamedKeys: composed.renamedKeys)
        let document = walk.node(root)
        return walk.isCut ? nil : document
    }

    /// A tree from Yams, which refuses a key that stands twice in a mapping and names only its
    /// first place: that one is renamed and the text composed again, until no key is left twice.
    func composeMendingDuplicates(
        _ given: [String]
    ) -> (root: Node?, renamedKeys: [Place: String])? {
        var lines = given
        var renamed: [Place: String] = [:]
        while true {
            do {
                let text = lines.joined(separator: "\n") + "\n"
                return (try compose(yaml: text, .basic, .default, .utf8), renamed)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let place = Place(line: context.mark.line, column: context.mark.column)
                let key = keys.first ?? ""
                guard renamed.count < 50, renamed[place] == nil,
                    rename(keyAt: place, in: &lines, number: renamed.count)
                else {
                    add(
                        .duplicateKey, at: place, "the key '\(key)' stands here twice",
                        hint: "keep one of the two")
                    return nil
                }
                renamed[place] = key
            } catch {
                addSyntaxFault(error)
                return nil
            }
        }
    }

    /// Replaces the first letter of a key by one for private use; false where it has none.
    private func rename(keyAt place: Place, in lines: inout [String], number: Int) -> Bool {
        guard lines.indices.contains(place.line - 1),
            let letter = Unicode.Scalar(0xE000 + UInt32(number))
        else { return false }
        var scalars = Array(lines[place.line - 1].unicodeScalars)
        var column = place.column - 1
        guard column < scalars.count else { return false }
        if scalars[column] == "\"" || scalars[column] == "'" { column += 1 }
        let isLetter =
            column < scalars.count && !"|>?&*![]{}\"'\\:#".unicodeScalars.contains(scalars[column])
        guard isLetter else { return false }
        scalars[column] = letter
        lines[place.line - 1] = String(String.UnicodeScalarView(scalars))
        return true
    }
}
