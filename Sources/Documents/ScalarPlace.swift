extension SourceText {
    /// Where in the file a byte of a scalar's text stands.
    ///
    /// Follows quotes, escapes, folded lines and the indentation of blocks, so that a fault inside
    /// an expression is placed at its very character.
    ///
    /// - Parameter offset: UTF-8 bytes into the text of `scalar`, which `node` holds.
    public func place(ofByte offset: Int, of scalar: DocumentScalar, in node: DocumentNode) -> Place
    {
        var cursor = ScalarCursor(source: self, place: node.place, style: scalar.style)
        var consumed = 0
        for character in scalar.text.unicodeScalars {
            let length = UTF8.width(character)
            if consumed + length > offset {
                return cursor.place(before: character) ?? node.place
            }
            consumed += length
            guard cursor.take(character) else { return node.place }
        }
        return cursor.place
    }
}

/// A walk through the source of a scalar beside the walk through its text.
private struct ScalarCursor {
    private let source: SourceText
    private let style: DocumentScalar.Style
    private var row: Int
    private var column: Int
    private var line: [Unicode.Scalar]

    init(source: SourceText, place: Place, style: DocumentScalar.Style) {
        self.source = source
        self.style = style
        row = place.line - 1
        column = place.column - 1
        line = source.lines.indices.contains(row) ? Array(source.lines[row].unicodeScalars) : []
        skipAnchor()
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: column += 1
        case .block: nextLine()
        }
    }

    var place: Place { Place(line: row + 1, column: column + 1) }

    /// The place of a character that comes next; nil where the walk has lost its way.
    mutating func place(before character: Unicode.Scalar) -> Place? {
        guard isBlank(character) || skipBlanks() else { return nil }
        return place
    }

    /// Goes past one character of the text; false where the walk has lost its way.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        if isBlank(character) {
            takeBlank()
            return true
        }
        guard skipBlanks() else { return false }
        if style == .doubleQuoted, line[column] == "\\" {
            takeEscape()
            return true
        }
        guard line[column] == character else { return false }
        column += style == .singleQuoted && character == "'" ? 2 : 1
        return true
    }

    /// Goes past a blank of the text: a blank, an escape, or the end of a line.
    private mutating func takeBlank() {
        if column >= line.count {
            nextLine()
        } else if isBlank(line[column]) {
            column += 1
        } else {
            takeEscape()
        }
    }

    /// Goes past an escape; stays where none is: the fold of a line has made the character.
    private mutating func takeEscape() {
        guard style == .doubleQuoted, column + 1 < line.count, line[column] == "\\" else { return }
        switch line[column + 1] {
        case "x": column += 4
        case "u": column += 6
        case "U": column += 10
        default: column += 2
        }
    }

    private mutating func skipAnchor() {
        guard column < line.count, line[column] == "&" else { return }
        while column < line.count, !isBlank(line[column]) { column += 1 }
        _ = skipBlanks()
    }

    /// Goes on to the next character that is not blank; false at the end of the file.
    private mutating func skipBlanks() -> Bool {
        while true {
            if column >= line.count {
                guard row + 1 < source.lines.count else { return false }
                nextLine()
            } else if isBlank(line[column]) {
                column += 1
            } else if style == .doubleQuoted, line[column] == "\\", column + 1 == line.count {
                // An escaped line end.
                column += 1
            } else {
                return true
            }
        }
    }

    private mutating func nextLine() {
        row += 1
        column = 0
        line = source.lines.indices.contains(row) ? Array(source.lines[row].unicodeScalars) : []
    }

    private func isBlank(_ character: Unicode.Scalar) -> Bool {
        character == " " || character == "\t" || character == "\n"
    }
}
