internal import Documents
internal import Expressions
internal import Settings
internal import SweepModel

/// An axis and where its parameter stands.
struct ReadAxis {
    var axis: Axis
    /// The place of the key.
    let place: Place
    let when: ReadCondition?

    /// The number of its values in a grid.
    var count: Int {
        switch axis.domain {
        case .values(let values, _): values.count
        case .integers(let range): range.count
        case .distribution: 1
        }
    }
}

/// A condition and the node that holds it.
struct ReadCondition {
    let condition: Condition
    let node: DocumentNode
    let scalar: DocumentScalar
}

/// A listed configuration and where it stands.
struct ReadConfiguration {
    let settings: [String: SettingValue]
    let place: Place
}

extension Faults {
    /// A condition; its faults are placed at their characters.
    func condition(_ node: DocumentNode, _ what: String) -> ReadCondition? {
        guard let text = text(node, what), let scalar = node.scalar else { return nil }
        do throws(ExpressionFault) {
            return ReadCondition(
                condition: try Condition(parsing: text), node: node, scalar: scalar)
        } catch {
            add(.expression, error, in: node, scalar)
            return nil
        }
    }

    /// Notes a fault inside a condition.
    func add(
        _ code: Diagnostic.Code, _ fault: ExpressionFault, in node: DocumentNode,
        _ scalar: DocumentScalar
    ) {
        let place = source.place(ofByte: fault.span.lower, of: scalar, in: node)
        add(code, at: place, fault.message, hint: fault.hint)
    }

    /// The value of a setting in its own type.
    func settingValue(_ node: DocumentNode, of definition: SettingDefinition) -> SettingValue? {
        let given: SettingValue
        switch node.scalar?.value {
        case .integer(let value)?: given = .integer(value)
        case .real(let value)?: given = .real(value)
        case .text(let value)?: given = .text(value)
        case .null?:
            add(
                .emptyValue, at: node.place, "'\(definition.name)' has no value",
                hint: "give \(definition.kind)")
            return nil
        default:
            addWrongType(
                node, "'\(definition.name)' must be a single value",
                hint: "give \(definition.kind)")
            return nil
        }
        do throws(SettingFault) {
            return try definition.resolve(given)
        } catch {
            add(error, at: node)
            return nil
        }
    }

    /// Notes a value that a setting cannot take.
    func add(_ fault: SettingFault, at node: DocumentNode) {
        add(Diagnostic.Code(fault.reason), at: node.place, fault.message, hint: hint(fault, node))
    }

    private func hint(_ fault: SettingFault, _ node: DocumentNode) -> String {
        switch fault.allowed {
        case .choice(let words), .sequence(let words):
            guard case .text(let text) = fault.value else { return fault.hint }
            let parts = text.split(separator: "+").map(String.init)
            guard let wrong = parts.first(where: { !words.contains($0) }),
                let near = nearest(wrong, words)
            else { return fault.hint }
            return "did you mean '\(near)'? \(fault.hint)"
        case .numbers: return fault.hint
        case .integer, .real:
            guard let scalar = node.scalar, scalar.style != .plain else { return fault.hint }
            if case .text = CoreScalar(plain: scalar.text) { return fault.hint }
            return "remove the quotes: they make it a text"
        }
    }
}

extension Diagnostic.Code {
    init(_ reason: SettingFault.Reason) {
        switch reason {
        case .wrongType: self = .wrongType
        case .outOfRange: self = .outOfRange
        case .notFinite: self = .notFinite
        case .unknownWord: self = .unknownWord
        }
    }
}
