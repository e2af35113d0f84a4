internal import Documents
internal import Expressions
internal import ProblemModel

extension ProblemReader {
    /// Constants: numbers, or expressions of constants above, which are evaluated at once.
    func constants(_ entries: [DocumentEntry]) -> [Constant] {
        var graph = ExpressionGraph()
        var known: [String: NodeID] = [:]
        return entries.compactMap { entry in
            // One that cannot be evaluated counts as known, so that its users are not told.
            known[entry.key] = graph.constant(1)
            guard let read = faults.expression(entry.value, "the constant '\(entry.key)'"),
                areEarlier(read, known)
            else { return nil }
            guard let node = try? graph.insert(read.expression, names: known),
                let value = graph.constantValue(of: node), value.isFinite
            else {
                faults.add(
                    .notFinite, at: entry.value.place,
                    "the constant '\(entry.key)' has no finite value",
                    hint: "divide by no 0 and take no logarithm of 0")
                return nil
            }
            known[entry.key] = node
            return Constant(name: entry.key, value: value)
        }
    }

    private func areEarlier(_ read: ReadExpression, _ known: [String: NodeID]) -> Bool {
        let before = faults.count
        names.check(read, "a constant", allowed: [.constant], time: false, faults: faults)
        for (name, span) in read.expression.names
        where names.kinds[name] == .constant && known[name] == nil {
            faults.add(
                .misplacedName,
                at: faults.source.place(ofByte: span.lower, of: read.scalar, in: read.node),
                "the constant '\(name)' is defined further down",
                hint: "move '\(name)' above this constant")
        }
        return faults.count == before
    }

    /// Inputs: expressions of the time, constants, unknowns and inputs above.
    func inputs(_ entries: [DocumentEntry]) -> [Input] {
        let read = entries.map { faults.expression($0.value, "the input '\($0.key)'") }
        let cyclic = cycles(entries, read)
        var earlier: Set<String> = []
        return zip(entries, read).compactMap { entry, read in
            defer { earlier.insert(entry.key) }
            guard let read else { return nil }
            names.check(
                read, "an input", allowed: [.constant, .unknown, .input], time: true,
                earlier: earlier.union(cyclic), faults: faults)
            return Input(name: entry.key, value: read.expression)
        }
    }

    /// Notes the inputs that depend on themselves, each cycle once; returns all of them.
    private func cycles(_ entries: [DocumentEntry], _ read: [ReadExpression?]) -> Set<String> {
        var graph: [String: [String]] = [:]
        for (entry, read) in zip(entries, read) {
            graph[entry.key] = read?.expression.names.map(\.name) ?? []
        }
        var cyclic: Set<String> = []
        for entry in entries where !cyclic.contains(entry.key) {
            guard let cycle = cycle(from: entry.key, in: graph) else { continue }
            cyclic.formUnion(cycle)
            let path = (cycle + [entry.key]).joined(separator: " → ")
            faults.add(
                .cycle, at: entry.place, "the input '\(entry.key)' depends on itself",
                hint: "break the cycle \(path)")
        }
        return cyclic
    }

    /// Unknowns: what is to be found.
    func unknowns(_ entries: [DocumentEntry]) -> [Unknown] {
        entries.compactMap { UnknownReader(faults: faults, entry: $0).unknown() }
    }

    /// Notes unknowns that nothing depends on: no data could tell them.
    func checkUse(of unknowns: [DocumentEntry], inputs: [Input]) {
        var used = usedNames
        for input in inputs.reversed() where used.contains(input.name) {
            used.formUnion(input.value.names.map(\.name))
        }
        for entry in unknowns where !used.contains(entry.key) {
            faults.add(
                .unusedUnknown, at: entry.place, "no equation uses the unknown '\(entry.key)'",
                hint: "use it in a rate, an initial value, a dose or an observable, or remove it")
        }
    }
}
