/// An arithmetic expression, parsed.
///
/// The language: numbers (`2`, `1.5`, `.5`, `1e-3`), names, `+ - * / ^`, parentheses and the
/// functions of ``ExpressionFunction``. A power groups from the right and binds tighter than a
/// sign: `-2^2` is -4. What a name stands for is settled when the expression enters an
/// ``ExpressionGraph``.
public struct Expression: Hashable, Sendable {
    /// The text as it was given.
    public let text: String
    let nodes: [SyntaxNode]

    /// Parses a text of at most 65,536 bytes; faults carry the place in the text.
    public init(parsing text: String) throws(ExpressionFault) {
        self.text = text
        nodes = try Parser.nodes(of: text, .expression)
    }

    /// The names in the order of the text, each as often as it stands there.
    public var names: [(name: String, span: SourceSpan)] { nodes.names }

    /// Whether a text can be a name of an expression: a letter or `_`, then letters, digits, `_`.
    public static func isName(_ text: String) -> Bool {
        guard let nodes = try? Parser.nodes(of: text, .expression), nodes.count == 1 else {
            return false
        }
        return nodes[0].syntax == .name(text)
    }
}
