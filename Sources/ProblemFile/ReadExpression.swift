internal import Documents
internal import Expressions

/// An expression and the node that holds it.
struct ReadExpression {
    let expression: Expression
    let node: DocumentNode
    let scalar: DocumentScalar
}

extension Faults {
    /// An expression, or a number; faults are placed at their characters.
    func expression(_ node: DocumentNode, _ what: String) -> ReadExpression? {
        guard let scalar = node.scalar else {
            addWrongType(
                node, "\(what) must be an expression", hint: "give a number or an expression")
            return nil
        }
        switch scalar.value {
        case .integer, .real:
            return number(node, what).flatMap { parse($0.description, node, scalar) }
        case .text(let text):
            return parse(text, node, scalar)
        case .null:
            add(
                .emptyValue, at: node.place, "\(what) is empty",
                hint: "give a number or an expression")
        case .flag:
            addWrongType(
                node, "\(what) must be an expression", hint: "give a number or an expression")
        }
        return nil
    }

    private func parse(
        _ text: String, _ node: DocumentNode, _ scalar: DocumentScalar
    ) -> ReadExpression? {
        do throws(ExpressionFault) {
            let expression = try Expression(parsing: text)
            return ReadExpression(expression: expression, node: node, scalar: scalar)
        } catch {
            let place = source.place(ofByte: error.span.lower, of: scalar, in: node)
            add(.expression, at: place, error.message, hint: error.hint)
            return nil
        }
    }
}
