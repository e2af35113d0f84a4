/// Words of a document, some of them strong or code.
///
/// A literal is a text, and interpolation sets what stands out:
///
///     let text: Text = "\(strong: "Configuration \(code: id) is best"), by \(margin) %."
///
/// Plain words are plain in every format: a renderer escapes what its format would take for markup.
public struct Text: Hashable, Sendable {
    /// Neighbouring words of one style.
    public struct Run: Hashable, Sendable {
        public var words: String
        public var isStrong: Bool
        /// Something to be typed or copied as it stands: an id, a command, a column's name.
        public var isCode: Bool

        public init(words: String, isStrong: Bool = false, isCode: Bool = false) {
            self.words = words
            self.isStrong = isStrong
            self.isCode = isCode
        }

        /// The words with no line break between a number and its percent sign; code as it is
        /// typed.
        var unbroken: String {
            guard !isCode, words.utf8.contains(UInt8(ascii: "%")) else { return words }
            let scalars = Array(words.unicodeScalars)
            var result = String.UnicodeScalarView()
            for (place, scalar) in scalars.enumerated() {
                let isInside =
                    scalar == " " && place > 0 && ("0"..."9").contains(scalars[place - 1])
                    && scalars.dropFirst(place + 1).first == "%"
                result.append(isInside ? "\u{A0}" : scalar)
            }
            return String(result)
        }
    }

    /// Neighbours differ in style, and none is empty.
    public private(set) var runs: [Run] = []

    public init() {}

    public init(_ words: some StringProtocol) {
        append(Run(words: String(words)))
    }

    public static func code(_ words: String) -> Text {
        Text([Run(words: words, isCode: true)])
    }

    public static func strong(_ text: Text) -> Text {
        Text(text.runs.map { Run(words: $0.words, isStrong: true, isCode: $0.isCode) })
    }

    private init(_ runs: [Run]) {
        for run in runs { append(run) }
    }

    public var isEmpty: Bool { runs.isEmpty }

    /// The words alone.
    public var plain: String { runs.map(\.words).joined() }

    public static func + (left: Text, right: Text) -> Text { Text(left.runs + right.runs) }

    public static func += (left: inout Text, right: Text) {
        for run in right.runs { left.append(run) }
    }

    private mutating func append(_ run: Run) {
        guard !run.words.isEmpty else { return }
        if let last = runs.last, last.isStrong == run.isStrong, last.isCode == run.isCode {
            runs[runs.count - 1].words += run.words
        } else {
            runs.append(run)
        }
    }
}

extension Text: ExpressibleByStringInterpolation {
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = Text()

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { text += Text(literal) }

        public mutating func appendInterpolation(_ words: some CustomStringConvertible) {
            text += Text(words.description)
        }

        public mutating func appendInterpolation(_ part: Text) { text += part }

        public mutating func appendInterpolation(code: some CustomStringConvertible) {
            text += .code(code.description)
        }

        public mutating func appendInterpolation(strong: Text) { text += .strong(strong) }
    }

    public init(stringLiteral words: String) { self.init(words) }

    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }
}
