/// A condition over named values, parsed: `layers > 2 and optimizer in ["adam", "lbfgs"]`.
///
/// The language: `or`, `and`, `not`, the comparisons `== != < <= > >=` (not chained), `in` and
/// `not in` with a list in brackets, the arithmetic of ``Expression`` over dotted names, texts in
/// single or double quotes, `true` and `false`. Only arithmetic whose digits are the same on every
/// machine is allowed, because conditions decide what a plan contains: exp, log, sin, cos, tanh
/// and exponents that are not whole numbers are refused.
public struct Condition: Hashable, Sendable {
    /// The text as it was given.
    public let text: String
    let nodes: [SyntaxNode]

    /// Operators may be stacked this high, also without parentheses, as in `a or b or c`.
    static let heightLimit = 500

    /// Parses a text of at most 65,536 bytes; faults carry the place in the text.
    public init(parsing text: String) throws(ExpressionFault) {
        self.text = text
        nodes = try Parser.nodes(of: text, .condition)
        var heights: [Int] = []
        for node in nodes {
            heights.append(1 + (node.syntax.operands.map { heights[$0] }.max() ?? 0))
            guard heights[heights.count - 1] <= Condition.heightLimit else {
                let kind = ExpressionFault.Kind.nestedTooDeep(limit: Condition.heightLimit)
                throw ExpressionFault(kind: kind, span: node.span)
            }
        }
    }

    /// The names in the order of the text, each as often as it stands there.
    public var names: [(name: String, span: SourceSpan)] { nodes.names }

    /// Whether the condition holds; `lookup` gives the value of a name, nil where it is unknown.
    ///
    /// `knownNames` serve the hint of a fault alone. `and` and `or` stop as soon as the answer is known. Values of the wrong type are faults: only
    /// numbers have an order, and only values of one type can be equal.
    public func evaluate(
        knownNames: [String] = [],
        _ lookup: (String) -> ConditionValue?
    ) throws(ExpressionFault) -> Bool {
        try withoutActuallyEscaping(lookup) { lookup throws(ExpressionFault) -> Bool in
            let evaluation = ConditionEvaluation(
                nodes: nodes, knownNames: knownNames, lookup: lookup)
            return try evaluation.flag(nodes.count - 1)
        }
    }
}
