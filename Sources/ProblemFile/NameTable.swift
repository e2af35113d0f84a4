internal import Documents
internal import Expressions

/// What the names of a problem stand for.
struct NameTable {
    enum Kind: String {
        case constant, input, unknown, state, observable

        /// The kind with its article.
        var noun: String {
            switch self {
            case .input: "an input"
            case .unknown: "an unknown"
            case .observable: "an observable"
            case .constant, .state: "a \(rawValue)"
            }
        }
    }

    private(set) var kinds: [String: Kind] = [:]
    /// In the order of the file.
    private(set) var names: [String] = []
    private var lines: [String: Int] = [:]

    /// Enters the entries of a section whose names can be used; notes faults of the others.
    mutating func declare(
        _ entries: [DocumentEntry], as kind: Kind, faults: Faults
    ) -> [DocumentEntry] {
        entries.filter { entry in
            guard isUsable(entry, as: kind, faults: faults) else { return false }
            kinds[entry.key] = kind
            names.append(entry.key)
            lines[entry.key] = entry.place.line
            return true
        }
    }

    private func isUsable(_ entry: DocumentEntry, as kind: Kind, faults: Faults) -> Bool {
        let name = entry.key
        guard Expression.isName(name) else {
            faults.add(
                .invalidName, at: entry.place, "'\(name)' cannot be a name",
                hint: "use letters, digits and '_', first no digit")
            return false
        }
        let isFunction = ExpressionFunction(rawValue: name) != nil
        guard !isFunction, name != "t", name != "time" else {
            faults.add(
                .reservedName, at: entry.place,
                "'\(name)' is \(isFunction ? "a function" : "the time") in expressions",
                hint: "choose another name")
            return false
        }
        if let earlier = kinds[name], let line = lines[name] {
            faults.add(
                .duplicateName, at: entry.place,
                "\(kind.noun) named '\(name)', as \(earlier.noun) at line \(line)",
                hint: kind == .observable && earlier == .state
                    ? "a state can be observed as it is; leave the observable out"
                    : "choose another name")
            return false
        }
        return true
    }

    /// The names of some kinds, in the order of the file.
    func names(_ allowed: [Kind]) -> [String] {
        names.filter { name in kinds[name].map(allowed.contains) ?? false }
    }
}

extension NameTable {
    /// Notes the names of an expression that it cannot use.
    ///
    /// - Parameters:
    ///   - user: What the expression is, with its article: "a rate".
    ///   - allowed: The kinds that it may use.
    ///   - earlier: The only inputs that it may use; nil for all.
    func check(
        _ read: ReadExpression, _ user: String, allowed: [Kind], time: Bool,
        earlier: Set<String>? = nil, faults: Faults
    ) {
        for (name, span) in read.expression.names {
            let place = faults.source.place(ofByte: span.lower, of: read.scalar, in: read.node)
            if name == "t" {
                if !time {
                    faults.add(
                        .misplacedName, at: place, "\(user) cannot depend on the time",
                        hint: "use constants and unknowns")
                }
            } else if let kind = kinds[name] {
                if !allowed.contains(kind) {
                    let usable = allowed.map { "\($0.rawValue)s" }.joined(separator: ", ")
                    faults.add(
                        .misplacedName, at: place,
                        "'\(name)' is \(kind.noun), which \(user) cannot use",
                        hint: usable.isEmpty ? "give a number" : "use \(usable)")
                } else if kind == .input, let earlier, !earlier.contains(name) {
                    faults.add(
                        .misplacedName, at: place, "the input '\(name)' is defined further down",
                        hint: "move '\(name)' above this input")
                }
            } else if name == "time" {
                faults.add(
                    .unknownName, at: place, "unknown name 'time'", hint: "time is called t")
            } else {
                let known = (time ? ["t"] : []) + names(allowed)
                let fault = ExpressionFault(kind: .unknownName(name, known: known), span: span)
                faults.add(.unknownName, at: place, fault.message, hint: fault.hint)
            }
        }
    }
}
