extension Diagnostic: CustomStringConvertible {
    /// The fault as text: place and message, the source line with a caret, and the cure.
    ///
    ///     sweep.yaml:7:3: error: unknown key 'layer'
    ///       layer: 3
    ///       ^
    ///     help: did you mean 'layers'?
    public var rendered: String {
        var text = "\(path):\(place.line):\(place.column): error: \(message)\n"
        if let sourceLine {
            let shown = ExcerptLine(of: sourceLine, column: place.column)
            text += shown.text + "\n" + shown.caret + "\n"
        }
        if let hint { text += "help: \(hint)\n" }
        return text
    }

    /// The same as ``rendered``.
    public var description: String { rendered }
}

/// A source line as it is shown, and the line beneath it with the caret.
struct ExcerptLine {
    /// Longer lines are shown in part.
    static let widthLimit = 160

    let text: String
    let caret: String

    /// The line around a column, which counts Unicode scalars from 1.
    init(of line: String, column: Int) {
        let scalars = Array(line.unicodeScalars)
        let place = min(max(column - 1, 0), scalars.count)
        let start = max(0, place - Self.widthLimit * 3 / 4)
        let end = min(scalars.count, start + Self.widthLimit)
        var text = start > 0 ? "…" : ""
        var caret = start > 0 ? " " : ""
        for index in start..<end {
            text.unicodeScalars.append(Self.printable(scalars[index]))
            if index < place { caret += Self.blank(under: scalars[index]) }
        }
        self.text = text + (end < scalars.count ? "…" : "")
        self.caret = caret + "^"
    }

    /// The scalar itself, or a replacement where a terminal would obey it.
    private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            scalar == "\t" ? scalar : "\u{FFFD}"
        default: scalar
        }
    }

    /// What is as wide as the scalar above it: a tab stays a tab, wide letters take two cells.
    private static func blank(under scalar: Unicode.Scalar) -> String {
        if scalar == "\t" { return "\t" }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return ""
        default: return isWide(scalar) ? "  " : " "
        }
    }

    /// The wide blocks of Unicode Standard Annex 11 and pictographs shown as emoji.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
